import { expect, test } from "vitest";
import { planConnections } from "./plan-connections";

const external = { databaseUrl: "postgresql://db.example.com/roster" };

test("the embedded PostgreSQL allows what the processes need, and the usual at least", () => {
  expect(planConnections(2, {})).toEqual({ ofProcess: 10, ofServer: 100 });
  expect(planConnections(64, {})).toEqual({ ofProcess: 10, ofServer: 921 });
});

test("of another PostgreSQL the usual limit is shared out, and some is left for others", () => {
  expect(planConnections(2, external).ofProcess).toBe(10);
  expect(planConnections(8, external).ofProcess).toBe(5);
  for (let processes = 2; processes <= 9; processes += 1) {
    expect(processes * (planConnections(processes, external).ofProcess + 4)).toBeLessThanOrEqual(75);
  }
});

test("more processes than it has connections for are refused with the most that there may be", () => {
  expect(() => planConnections(10, external)).toThrow("WEB_CONCURRENCY is 10");
  expect(() => planConnections(10, external)).toThrow("Set it to 9 at most");
});
