import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { resolveClientOptions } from "@/lib/directory/client-options";
import { createClientRateLimit } from "./client-rate-limit";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("A-10 a client may send as many requests a second as its option says, and is told whole seconds", async () => {
  const limit = createClientRateLimit();
  const client = { id: "one", options: resolveClientOptions("generic", { rateLimit: 2 }) };
  const other = { id: "other", options: resolveClientOptions("generic", { rateLimit: 2 }) };
  expect([await limit.record(client), await limit.record(client), await limit.record(client)]).toEqual([
    undefined,
    undefined,
    1,
  ]);
  expect(await limit.record(other)).toBeUndefined();
  // The option holds as it is at the time of the request.
  const raised = { id: "one", options: resolveClientOptions("generic", { rateLimit: 10 }) };
  expect(await limit.record(raised)).toBeUndefined();
  vi.advanceTimersByTime(1_001);
  expect(await limit.record(client)).toBeUndefined();
});

test("without the option there is no limit", async () => {
  const limit = createClientRateLimit();
  const client = { id: "one", options: resolveClientOptions("generic", {}) };
  for (let count = 0; count < 1_000; count += 1) expect(await limit.record(client)).toBeUndefined();
});
