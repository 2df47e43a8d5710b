import { expect, it } from "vitest";
import { formatLogLine } from "./log";

const at = new Date("2026-11-22T08:00:00Z");

it("puts time, level, message and fields on a line", () => {
  expect(
    formatLogLine(at, "info", "Roster serves", { url: "http://localhost:3000", workers: 2, worker: undefined }),
  ).toBe("2026-11-22T08:00:00.000Z INFO  Roster serves url=http://localhost:3000 workers=2");
});

it("keeps an entry on one line, whatever a field holds", () => {
  const line = formatLogLine(at, "warn", "a\nb", { agent: "x y\r\nERROR forged", empty: "", quoted: 'say "hi"' });
  expect(line).toBe(
    String.raw`2026-11-22T08:00:00.000Z WARN  a\nb agent="x y\r\nERROR forged" empty="" quoted="say \"hi\""`,
  );
});
