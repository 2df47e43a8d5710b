import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DirectoryRequest } from "@/lib/directory/directory-request";
import { createClientResourceTypes } from "@/lib/directory/resource-types";
import { operationsOf } from "@/lib/directory/resources";
import type { ResourceType } from "@/lib/scim/attribute";
import { ScimError } from "@/lib/scim/errors";
import { checkFilter } from "@/lib/scim/filter/check";
import { matchesFilter } from "@/lib/scim/filter/evaluate";
import { parseFilter } from "@/lib/scim/filter/parse";
import { arbitraryFilterText } from "@/lib/scim/filter/testing/arbitrary-filter";
import { arbitraryResource } from "@/lib/scim/filter/testing/arbitrary-resource";
import type { Vocabulary } from "@/lib/scim/filter/testing/schema-paths";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { parseListQuery } from "@/lib/scim/list-query";
import { parseProjection } from "@/lib/scim/project-attributes";
import { createTestDirectory, type TestDirectory, testBaseUrl } from "./testing/test-directory";

const runs = 1_500;

let directory: TestDirectory;
let request: DirectoryRequest;
let vocabulary: Vocabulary;
const resources = { User: [] as JsonObject[], Group: [] as JsonObject[] };

const baseVocabulary: Vocabulary = {
  strings: [
    "Ada",
    "ada",
    "work",
    "home",
    "100%",
    "a_b",
    "aXb",
    "back\\slash",
    'quo"te',
    "O'Malley",
    "Åse",
    "A\u030Ase",
    "漢字",
    "😀",
    "\uFFFD",
    "ß",
    "member",
    "True",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
  ],
  dateTimes: ["2020-01-01T00:00:00Z", "2035-06-01T12:00:00.5+02:00"],
  undefinedNames: ["shoeSize", "favouriteColour"],
};

beforeAll(async () => {
  directory = await createTestDirectory();
  const client = await directory.createClient(await directory.createOrganization(), "generic", {
    unknownAttributes: "keep",
    highestGrantableRole: "owner",
  });
  request = directory.createRequest(client);
  const types = createClientResourceTypes(client);
  const users = await fill("User", fc.sample(arbitraryUser(types.user, baseVocabulary), { numRuns: 160, seed: 1 }));
  const ids = users.map((user) => String(user.id));
  const managed = fc.sample(arbitraryUser(types.user, { ...baseVocabulary, strings: ids }), { numRuns: 60, seed: 2 });
  await fill("User", managed);
  const groups = fc.sample(arbitraryResource(types.group, baseVocabulary), { numRuns: 12, seed: 3 });
  await fill(
    "Group",
    groups.map((group, index) => ({ ...group, members: ids.slice(index, index * 3).map((value) => ({ value })) })),
  );
  await nestGroups();
  for (const type of ["User", "Group"] as const) {
    const query = parseListQuery(types[type === "User" ? "user" : "group"], new URLSearchParams({ count: "1000" }));
    const list = await operationsOf(type).list(request, query);
    resources[type] = (Array.isArray(list.Resources) ? list.Resources : []).filter(isJsonObject);
  }
  const groupIds = resources.Group.map((group) => String(group.id));
  const created = resources.User.slice(0, 3).map((user) => String(isJsonObject(user.meta) && user.meta.created));
  vocabulary = {
    ...baseVocabulary,
    strings: [
      ...baseVocabulary.strings,
      ...ids.slice(0, 6),
      ...groupIds.slice(0, 4),
      testBaseUrl,
      "direct",
      "indirect",
      "User",
      "Group",
      'W/"1"',
    ],
    dateTimes: [...baseVocabulary.dateTimes, ...created],
  };
}, 60_000);

afterAll(() => directory?.drop());

describe("RFC 7644 §3.4.2.2: a filter in SQL selects exactly what the evaluator accepts in memory", () => {
  test("there is something to select from", () => {
    expect(resources.User.length).toBeGreaterThan(50);
    expect(resources.Group.length).toBeGreaterThan(5);
    expect(resources.User.some((user) => JSON.stringify(user.groups)?.includes('"indirect"'))).toBe(true);
  });

  test.each(["User", "Group"] as const)(
    "%s",
    async (type) => {
      const resourceType = createClientResourceTypes(request.client)[type === "User" ? "user" : "group"];
      let hits = 0;
      await fc.assert(
        fc.asyncProperty(arbitraryFilterText(resourceType, vocabulary), async (filter) => {
          const checked = checkFilter(parseFilter(filter, resourceType), resourceType);
          const expected = resources[type].filter((resource) => matchesFilter(checked, resource)).map(({ id }) => id);
          const query = parseListQuery(resourceType, new URLSearchParams({ filter, count: "1000", attributes: "id" }));
          const list = await operationsOf(type).list(request, query);
          const found = (Array.isArray(list.Resources) ? list.Resources : []).filter(isJsonObject).map(({ id }) => id);
          expect(found).toEqual(expected);
          expect(list.totalResults).toBe(expected.length);
          if (expected.length > 0 && expected.length < resources[type].length) hits += 1;
        }),
        { numRuns: runs },
      );
      expect(hits).toBeGreaterThan(runs / 20);
    },
    300_000,
  );
});

function arbitraryUser(type: ResourceType, words: Vocabulary): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(arbitraryResource(type, words), fc.constantFrom("owner", "administrator", "moderator", "member", "guest"))
    .map(([user, role]) => ({ ...user, role }));
}

let count = 0;

/** Writes resources as a client would send them; the few that are refused, such as those with two primary values, are left out. */
async function fill(type: "User" | "Group", bodies: readonly JsonObject[]): Promise<JsonObject[]> {
  const resourceType = createClientResourceTypes(request.client)[type === "User" ? "user" : "group"];
  const name = type === "User" ? "userName" : "displayName";
  const written: JsonObject[] = [];
  for (const body of bodies) {
    count += 1;
    try {
      const unique = { ...body, [name]: `${String(body[name] ?? "name")} ${count}` };
      written.push((await operationsOf(type).create(request, unique, parseProjection(resourceType))).resource);
    } catch (error) {
      if (!(error instanceof ScimError) || error.status !== 400) throw error;
    }
  }
  return written;
}

/** Puts each of the first groups into the next one, and the last of them into the first: a cycle. */
async function nestGroups(): Promise<void> {
  const groups = await directory.database.prisma.group.findMany({ orderBy: { id: "asc" }, take: 4 });
  const resourceType = createClientResourceTypes(request.client).group;
  for (const [index, group] of groups.entries()) {
    const parent = groups[(index + 1) % groups.length];
    const body = {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
      Operations: [{ op: "add", path: "members", value: [{ value: group.id }] }],
    };
    if (parent) await operationsOf("Group").patch(request, parent.id, body, parseProjection(resourceType));
  }
}
