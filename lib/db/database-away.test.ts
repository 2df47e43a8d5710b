import { expect, test } from "vitest";
import { isDatabaseAway } from "./database-away";

function withCode(code: string, message = "failed"): Error {
  return Object.assign(new Error(message), { code });
}

test.each([
  withCode("ECONNREFUSED"),
  withCode("57P01"),
  withCode("08006"),
  withCode("53300"),
  withCode("40P01"),
  withCode("P1001"),
  Object.assign(withCode("ENOENT"), { syscall: "connect" }),
  new Error("Connection terminated unexpectedly"),
  new Error("timeout exceeded when trying to connect"),
  new Error("query failed", { cause: withCode("ECONNRESET") }),
  new AggregateError([withCode("ECONNREFUSED"), withCode("ECONNREFUSED")]),
])("%s says that the database is away", (error) => {
  expect(isDatabaseAway(error)).toBe(true);
});

test.each([
  withCode("23505"),
  withCode("42601"),
  withCode("22P02"),
  withCode("ENOENT"),
  new Error("a bug"),
  "text",
  null,
])("%s does not", (error) => {
  expect(isDatabaseAway(error)).toBe(false);
});
