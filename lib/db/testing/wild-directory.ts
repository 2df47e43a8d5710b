import fc from "fast-check";
import type { CustomAttribute } from "@/lib/directory/custom-attribute";
import type { DirectoryRequest } from "@/lib/directory/directory-request";
import { createClientResourceTypes } from "@/lib/directory/resource-types";
import { operationsOf } from "@/lib/directory/resources";
import type { ResourceType } from "@/lib/scim/attribute";
import { ScimError } from "@/lib/scim/errors";
import { arbitraryResource } from "@/lib/scim/filter/testing/arbitrary-resource";
import type { Vocabulary } from "@/lib/scim/filter/testing/schema-paths";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { createTestDirectory, type TestDirectory, testBaseUrl } from "./test-directory";

type TypeName = "User" | "Group";

/** An organization of people and groups that hold anything that their schemas allow, for laws about lists. */
export type WildDirectory = {
  readonly directory: TestDirectory;
  readonly request: DirectoryRequest;
  readonly types: Readonly<Record<TypeName, ResourceType>>;
  /** Everything that is there, whole, in the order of the ids. */
  readonly resources: Readonly<Record<TypeName, readonly JsonObject[]>>;
  /** Strings and dateTimes that the resources hold. */
  readonly vocabulary: Vocabulary;
};

const vocabulary: Vocabulary = {
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
  dateTimes: [
    "2020-01-01T00:00:00Z",
    "2020-01-01T01:00:00+01:00",
    "2035-06-01T12:00:00.5+02:00",
    "1969-12-31T23:59:59.123456789Z",
  ],
  undefinedNames: ["shoeSize", "favouriteColour"],
};

const badge = "urn:example:params:scim:schemas:extension:badge:2.0:User";
const room = "urn:example:room:2.0:Group";

/** One of each type and of both kinds of multiplicity. */
const customAttributes: readonly CustomAttribute[] = [
  defineCustom("User", badge, "shade", { type: "string" }),
  defineCustom("User", badge, "codeWord", { type: "string", caseExact: true, multiValued: true }),
  defineCustom("User", badge, "weight", { type: "decimal" }),
  defineCustom("User", badge, "steps", { type: "integer", multiValued: true }),
  defineCustom("User", badge, "since", { type: "dateTime" }),
  defineCustom("User", badge, "visits", { type: "dateTime", multiValued: true }),
  defineCustom("User", badge, "trusted", { type: "boolean" }),
  defineCustom("User", badge, "portrait", { type: "reference" }),
  defineCustom("Group", room, "weight", { type: "decimal" }),
  defineCustom("Group", room, "since", { type: "dateTime" }),
];

function defineCustom(
  resourceType: TypeName,
  schema: string,
  name: string,
  given: Pick<CustomAttribute, "type"> & Partial<CustomAttribute>,
): CustomAttribute {
  const plain = { multiValued: false, caseExact: false, canonicalValues: [], description: "" };
  return { ...plain, resourceType, schema, name, ...given };
}

/** Makes the organization, always the same one. */
export async function createWildDirectory(): Promise<WildDirectory> {
  const directory = await createTestDirectory();
  const client = await directory.createClient(await directory.createOrganization(), "generic", {
    unknownAttributes: "keep",
    highestGrantableRole: "owner",
  });
  const request = directory.createRequest({ ...client, customAttributes });
  const { user, group } = createClientResourceTypes(request.client);
  const fill = createFill(request);
  const users = await fill("User", fc.sample(arbitraryUser(user, vocabulary), { numRuns: 160, seed: 1 }));
  const ids = users.map(({ id }) => String(id));
  await fill("User", fc.sample(arbitraryUser(user, { ...vocabulary, strings: ids }), { numRuns: 60, seed: 2 }));
  const groups = fc.sample(arbitraryResource(group, vocabulary), { numRuns: 12, seed: 3 });
  await fill(
    "Group",
    groups.map((body, index) => ({ ...body, members: ids.slice(index, index * 3).map((value) => ({ value })) })),
  );
  await nestGroups(directory, request);

  const [people, all] = [await listAll(request, "User"), await listAll(request, "Group")];
  const created = people.slice(0, 3).map(readCreated);
  return {
    directory,
    request,
    types: { User: user, Group: group },
    resources: { User: people, Group: all },
    vocabulary: {
      ...vocabulary,
      strings: [
        ...vocabulary.strings,
        ...ids.slice(0, 6),
        ...all.slice(0, 4).map(({ id }) => String(id)),
        testBaseUrl,
        "direct",
        "indirect",
        "User",
        "Group",
        'W/"1"',
      ],
      dateTimes: [...vocabulary.dateTimes, ...created],
    },
  };
}

function readCreated({ meta = null }: JsonObject): string {
  return isJsonObject(meta) ? String(meta.created) : "";
}

async function listAll(request: DirectoryRequest, type: TypeName): Promise<readonly JsonObject[]> {
  const page = { kind: "index", startIndex: 1, count: 1_000 } as const;
  return (await operationsOf(type).list(request, { page, projection: { kind: "default" } })).resources;
}

function arbitraryUser(type: ResourceType, words: Vocabulary): fc.Arbitrary<JsonObject> {
  return fc
    .tuple(arbitraryResource(type, words), fc.constantFrom("owner", "administrator", "moderator", "member", "guest"))
    .map(([user, role]) => ({ ...user, role }));
}

/** Writes resources as a client would send them; the few that are refused, such as those with two primary values, are left out. */
function createFill(request: DirectoryRequest) {
  let count = 0;
  return async (type: TypeName, bodies: readonly JsonObject[]): Promise<JsonObject[]> => {
    const name = type === "User" ? "userName" : "displayName";
    const written: JsonObject[] = [];
    for (const body of bodies) {
      count += 1;
      try {
        const unique = { ...body, [name]: `${String(body[name] ?? "name")} ${count}` };
        written.push((await operationsOf(type).create(request, unique, { kind: "default" })).resource);
      } catch (error) {
        if (!(error instanceof ScimError) || error.status !== 400) throw error;
      }
    }
    return written;
  };
}

/** Puts each of the first groups into the next one, and the last of them into the first: a cycle. */
async function nestGroups(directory: TestDirectory, request: DirectoryRequest): Promise<void> {
  const groups = await directory.database.prisma.group.findMany({ orderBy: { id: "asc" }, take: 4 });
  for (const [index, group] of groups.entries()) {
    const parent = groups[(index + 1) % groups.length];
    const body = {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
      Operations: [{ op: "add", path: "members", value: [{ value: group.id }] }],
    };
    if (parent) await operationsOf("Group").patch(request, parent.id, body, { kind: "default" });
  }
}
