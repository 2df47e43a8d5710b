import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operationsOf } from "@/lib/directory/resources";
import { checkFilter } from "@/lib/scim/filter/check";
import { matchesFilter } from "@/lib/scim/filter/evaluate";
import { parseFilter } from "@/lib/scim/filter/parse";
import { arbitraryFilterText } from "@/lib/scim/filter/testing/arbitrary-filter";
import { parseProjection } from "@/lib/scim/project-attributes";
import { createWildDirectory, type WildDirectory } from "./testing/wild-directory";

const runs = 1_500;
const page = { kind: "index", startIndex: 1, count: 1_000 } as const;

let wild: WildDirectory;

beforeAll(async () => {
  wild = await createWildDirectory();
}, 60_000);

afterAll(() => wild?.directory.drop());

describe("RFC 7644 §3.4.2.2: a filter in SQL selects exactly what the evaluator accepts in memory", () => {
  test("there is something to select from", () => {
    const { User, Group } = wild.resources;
    expect(User.length).toBeGreaterThan(50);
    expect(Group.length).toBeGreaterThan(5);
    expect(User.some((user) => JSON.stringify(user.groups)?.includes('"indirect"'))).toBe(true);
    expect(User.filter((user) => JSON.stringify(user).includes('"since"')).length).toBeGreaterThan(20);
  });

  test.each(["User", "Group"] as const)(
    "%s",
    async (type) => {
      const resourceType = wild.types[type];
      let hits = 0;
      await fc.assert(
        fc.asyncProperty(arbitraryFilterText(resourceType, wild.vocabulary), (text) => checkLaw(type, text)),
        { numRuns: runs },
      );
      expect(hits).toBeGreaterThan(runs / 20);

      async function checkLaw(name: "User" | "Group", text: string): Promise<void> {
        const filter = checkFilter(parseFilter(text, resourceType), resourceType);
        const expected = wild.resources[name].filter((resource) => matchesFilter(filter, resource)).map(({ id }) => id);
        const projection = parseProjection(resourceType, ["id"]);
        const list = await operationsOf(name).list(wild.request, { filter, page, projection });
        expect(list.resources.map(({ id }) => id)).toEqual(expected);
        expect(list.totalResults).toBe(expected.length);
        if (expected.length > 0 && expected.length < wild.resources[name].length) hits += 1;
      }
    },
    300_000,
  );

  test.each<[string, string, boolean]>([
    ["the same instant in another zone", '"2020-01-01T00:00:00Z"', true],
    ["the same instant", '"2020-01-01T01:00:00+01:00"', true],
    ["another instant", '"2020-01-01T00:00:00.001Z"', false],
  ])("a dateTime of an extension is an instant: %s", async (_, literal, isFound) => {
    const filter = checkFilter(parseFilter(`since eq ${literal}`, wild.types.User), wild.types.User);
    const list = await operationsOf("User").list(wild.request, { filter, page, projection: { kind: "default" } });
    const texts = new Set(list.resources.map((user) => /"since":"([^"]*)"/.exec(JSON.stringify(user))?.[1]));
    expect(texts).toEqual(new Set(isFound ? ["2020-01-01T00:00:00Z", "2020-01-01T01:00:00+01:00"] : []));
  });
});
