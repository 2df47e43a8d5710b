import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { parseDateTime } from "./date-time";

// The laws take seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

describe("parseDateTime (RFC 7643 §2.3.5)", () => {
  it.each([
    ["2026-03-01T10:00:00Z", Date.UTC(2026, 2, 1, 10)],
    ["2026-03-01T10:00:00.123Z", Date.UTC(2026, 2, 1, 10, 0, 0, 123)],
    ["2026-03-01T10:00:00.1235Z", Date.UTC(2026, 2, 1, 10, 0, 0, 123) + 0.5],
    ["2026-03-01T12:00:00+02:00", Date.UTC(2026, 2, 1, 10)],
    ["2026-03-01T04:30:00-05:30", Date.UTC(2026, 2, 1, 10)],
    ["2026-03-01T10:00:00", Date.UTC(2026, 2, 1, 10)],
    ["2024-02-29T00:00:00Z", Date.UTC(2024, 1, 29)],
    ["2026-03-01T24:00:00Z", Date.UTC(2026, 2, 2)],
    ["0001-01-01T00:00:00Z", -62_135_596_800_000],
  ])("reads %s", (text, instant) => {
    expect(parseDateTime(text)).toBe(instant);
  });

  it.each([
    "",
    "2026-03-01",
    "2026-03-01 10:00:00Z",
    "2026-03-01T10:00Z",
    "2026-3-1T10:00:00Z",
    "2026-03-01T10:00:00z",
    "2026-03-01T10:00:00+0200",
    "2026-03-01T10:00:00+15:00",
    "2026-03-01T10:00:00+01:60",
    "2026-02-29T10:00:00Z",
    "2026-13-01T10:00:00Z",
    "2026-00-01T10:00:00Z",
    "2026-01-00T10:00:00Z",
    "2026-03-01T24:00:01Z",
    "2026-03-01T25:00:00Z",
    "2026-03-01T10:60:00Z",
    "2026-03-01T10:00:60Z",
    "0000-01-01T00:00:00Z",
    "2026-03-01T10:00:00.Z",
    "12026-03-01T10:00:00Z",
    "2026-03-01T10:00:00Z\n",
  ])("refuses %j", (text) => {
    expect(parseDateTime(text)).toBeUndefined();
  });

  it("reads back what Date writes", () => {
    const date = fc.date({
      min: new Date("0001-01-01T00:00:00Z"),
      max: new Date("9999-12-31T23:59:59Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (given) => {
        expect(parseDateTime(given.toISOString())).toBe(given.getTime());
      }),
      { numRuns: 1_000 },
    );
  });
});
