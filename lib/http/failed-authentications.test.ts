import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createFailedAuthentications, maxFailuresPerMinute } from "./failed-authentications";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("an address is told to wait after 300 failures, for what is left of the minute", async () => {
  const failures = createFailedAuthentications();
  for (let count = 0; count < maxFailuresPerMinute; count += 1) {
    expect(await failures.record("203.0.113.7")).toBeUndefined();
  }
  expect(await failures.record("203.0.113.7")).toBe(60);
  vi.advanceTimersByTime(20_500);
  expect(await failures.record("203.0.113.7")).toBe(40);
  vi.advanceTimersByTime(39_400);
  expect(await failures.record("203.0.113.7")).toBe(1);
  vi.advanceTimersByTime(200);
  expect(await failures.record("203.0.113.7")).toBeUndefined();
});

test("other addresses go on, a /64 of IPv6 is one, and an unknown one is none", async () => {
  const failures = createFailedAuthentications();
  for (let count = 0; count < maxFailuresPerMinute; count += 1) {
    await failures.record("203.0.113.7");
    await failures.record(`2001:db8:1:2::${count.toString(16)}`);
    await failures.record(undefined);
  }
  expect(await failures.record("::ffff:203.0.113.7")).toBe(60);
  expect(await failures.record("2001:db8:1:2:ffff::")).toBe(60);
  expect(await failures.record("203.0.113.8")).toBeUndefined();
  expect(await failures.record("2001:db8:1:3::1")).toBeUndefined();
  expect(await failures.record(undefined)).toBeUndefined();
});
