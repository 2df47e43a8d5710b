import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rosterVersion } from "./roster-version";

test("is the version of the package", () => {
  const written: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(written).toMatchObject({ version: rosterVersion });
});
