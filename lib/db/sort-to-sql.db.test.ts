import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ListPosition, PageRequest } from "@/lib/directory/directory-store";
import { listMixed } from "@/lib/directory/list-mixed";
import type { ResourcePage } from "@/lib/directory/resource-page";
import { operationsOf } from "@/lib/directory/resources";
import { compareByValue, compareResources, readSortValue } from "@/lib/scim/compare-resources";
import { ScimError } from "@/lib/scim/errors";
import { checkFilter } from "@/lib/scim/filter/check";
import { matchesFilter } from "@/lib/scim/filter/evaluate";
import { parseFilter } from "@/lib/scim/filter/parse";
import { arbitraryFilterText } from "@/lib/scim/filter/testing/arbitrary-filter";
import { listReadablePaths } from "@/lib/scim/filter/testing/schema-paths";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { parseMixedListQuery } from "@/lib/scim/mixed-list-query";
import { parseProjection } from "@/lib/scim/project-attributes";
import { parseSort } from "@/lib/scim/sort";
import { createWildDirectory, type WildDirectory } from "./testing/wild-directory";

const types = ["User", "Group"] as const;
const directions = ["ascending", "descending"] as const;

let wild: WildDirectory;

beforeAll(async () => {
  wild = await createWildDirectory();
}, 60_000);

afterAll(() => wild?.directory.drop());

describe("S-01, S-02: a sort in SQL gives exactly the order in memory", () => {
  test.each(types)(
    "every attribute of %s",
    async (type) => {
      let distinct = 0;
      for (const sortBy of listSortable(type)) {
        for (const sortOrder of directions) {
          const expected = sortInMemory(type, sortBy, sortOrder, wild.resources[type]);
          const sorted = await walk(type, sortBy, sortOrder, 1_000, undefined);
          expect(sorted, `${sortBy} ${sortOrder}`).toEqual(expected);
          if (String(expected) !== String(idsOf(wild.resources[type]))) distinct += 1;
        }
      }
      // The law says nothing where the order is that of the ids anyway.
      expect(distinct).toBeGreaterThan(type === "User" ? 90 : 10);
    },
    120_000,
  );

  test.each(types)(
    "law: pages of any size after a filter make up the sorted list, %s",
    async (type) => {
      const resourceType = wild.types[type];
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...listSortable(type)),
          fc.constantFrom(...directions),
          fc.integer({ min: 1, max: 100 }),
          fc.option(arbitraryFilterText(resourceType, wild.vocabulary)),
          async (sortBy, sortOrder, count, filter) => {
            const checked = filter === null ? undefined : checkFilter(parseFilter(filter, resourceType), resourceType);
            const matching = wild.resources[type].filter(
              (each) => checked === undefined || matchesFilter(checked, each),
            );
            expect(await walk(type, sortBy, sortOrder, count, filter ?? undefined)).toEqual(
              sortInMemory(type, sortBy, sortOrder, matching),
            );
          },
        ),
        { numRuns: 100 },
      );
    },
    120_000,
  );

  test.each([
    "displayName",
    "userName",
    "meta.created",
    "id",
    "externalId",
    "weight",
    "since",
    "trusted",
    "members.display",
    "title",
    "meta.resourceType",
  ])("Q-03: people and groups in one list by %s, in pages", async (sortBy) => {
    for (const sortOrder of directions) {
      const parameters = { filters: [], attributes: [], excludedAttributes: [], sortBy, sortOrder };
      const query = parseMixedListQuery([wild.types.User, wild.types.Group], parameters);
      const seen = await followPages(7, (page) => listMixed(wild.request, query, page));
      const mixed = types.flatMap((name, index) => {
        const key = query.parts[index]?.sortKey;
        return wild.resources[name].map((each) => ({ id: each.id, value: key && readSortValue(key, each) }));
      });
      const descending = sortOrder === "descending";
      const expected = mixed.sort((one, other) => compareByValue(descending, one, other)).map(({ id }) => id);
      expect(seen, `${sortBy} ${sortOrder}`).toEqual(expected);
    }
  });
});

/** Every attribute that a list may be sorted by, without its URN. */
function listSortable(type: "User" | "Group"): string[] {
  return listReadablePaths(wild.types[type])
    .flatMap(({ texts }) => texts[0] ?? [])
    .concat("shoeSize", "favouriteColour")
    .filter((sortBy) => {
      try {
        return parseSort(wild.types[type], sortBy, undefined) !== undefined;
      } catch (error) {
        // Complex attributes as a whole.
        if (error instanceof ScimError) return false;
        throw error;
      }
    });
}

function sortInMemory(
  type: "User" | "Group",
  sortBy: string,
  sortOrder: string,
  resources: readonly JsonObject[],
): (JsonValue | undefined)[] {
  const sort = parseSort(wild.types[type], sortBy, sortOrder);
  return idsOf([...resources].sort((a, b) => compareResources(sort, a, b)));
}

function idsOf(resources: readonly JsonObject[]): (JsonValue | undefined)[] {
  return resources.map(({ id }) => id);
}

/** The ids of a list, read page by page. */
function walk(type: "User" | "Group", sortBy: string, sortOrder: string, count: number, filter: string | undefined) {
  const resourceType = wild.types[type];
  const sort = parseSort(resourceType, sortBy, sortOrder);
  const checked = filter === undefined ? undefined : checkFilter(parseFilter(filter, resourceType), resourceType);
  const projection = parseProjection(resourceType, ["id"]);
  return followPages(count, (page) =>
    operationsOf(type).list(wild.request, {
      page,
      projection,
      ...(sort === undefined ? {} : { sort }),
      ...(checked === undefined ? {} : { filter: checked }),
    }),
  );
}

async function followPages(count: number, read: (page: PageRequest) => Promise<ResourcePage>) {
  const seen: (JsonValue | undefined)[] = [];
  let after: ListPosition | undefined;
  do {
    const page = await read({ kind: "keyset", count, ...(after === undefined ? {} : { after }) });
    expect(page.resources.length).toBeLessThanOrEqual(count);
    seen.push(...idsOf(page.resources));
    after = page.next;
  } while (after !== undefined);
  return seen;
}
