import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { enterpriseUserSchemaUrn, groupSchemaUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import { sendBulk } from "./testing/bulk-requests";
import { createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let organizationCount = 0;

beforeAll(async () => {
  fixture = await createEndpointFixture();
});
afterAll(() => fixture.close());

async function addClient(): Promise<TestClient> {
  organizationCount += 1;
  return fixture.addClient(await fixture.addOrganization(`acme${organizationCount}`));
}

/** Whom an operation names: one who was there before, what a POST of the request creates, or nobody. */
type Named = { readonly kind: "seed" | "created"; readonly number: number } | { readonly kind: "nobody" };
type Spec = {
  readonly what: "createUser" | "createGroup" | "replace" | "patch" | "remove";
  readonly target: Named;
  readonly others: readonly Named[];
  readonly name: string;
  readonly version: string | undefined;
  readonly isWrong: boolean;
};

const named: fc.Arbitrary<Named> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("seed" as const), number: fc.nat(3) }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("created" as const), number: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.constant({ kind: "nobody" as const }) },
);
const spec: fc.Arbitrary<Spec> = fc.record({
  what: fc.constantFrom(
    "createUser",
    "createUser",
    "createGroup",
    "createGroup",
    "replace",
    "patch",
    "patch",
    "remove",
  ),
  target: named,
  others: fc.array(named, { maxLength: 3 }),
  name: fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"),
  version: fc.oneof(
    { weight: 5, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom('W/"1"', 'W/"2"', "*", "1") },
  ),
  isWrong: fc.nat(9).map((number) => number === 0),
});

/** The seeds are two people and two groups; so are the creations, as their specifications say. */
type Shape = { readonly isUser: boolean; readonly index: number };

/** An operation, with what it names still unresolved. */
type Planned = {
  readonly method: string;
  readonly pathOf: (write: (name: Named) => string) => string;
  readonly dataOf: (write: (name: Named) => string) => JsonValue;
  readonly version: string | undefined;
  readonly names: readonly Named[];
};

const seeds: readonly JsonObject[] = [
  { schemas: [userSchemaUrn], userName: "a@acme.example" },
  { schemas: [userSchemaUrn], userName: "seed@acme.example" },
  { schemas: [groupSchemaUrn], displayName: "a" },
  { schemas: [groupSchemaUrn], displayName: "seed" },
];

/** Only a POST can be referred to, and references do not go in circles: each goes to a POST of a lower rank. */
function planOperations(specs: readonly Spec[], ranks: readonly number[]): Planned[] {
  const creations: Shape[] = specs.flatMap(({ what }, index) =>
    what.startsWith("create") ? [{ isUser: what === "createUser", index }] : [],
  );
  const rankOf = (index: number) => ranks[index] ?? 0;
  return specs.map((own, index) => {
    const isCreation = own.what.startsWith("create");
    const settle = (name: Named): Named => {
      if (name.kind !== "created") return name;
      const creation = creations[name.number % Math.max(creations.length, 1)];
      const isAllowed = creation !== undefined && (!isCreation || rankOf(creation.index) < rankOf(index));
      return isAllowed ? { kind: "created", number: creation.index } : { kind: "seed", number: name.number % 4 };
    };
    const target = settle(own.target);
    const others = own.others.map(settle);
    const isUser = isCreation ? own.what === "createUser" : isUserNamed(target, specs);
    const endpoint = isUser ? "/Users" : "/Groups";
    const dataOf = (write: (name: Named) => string) => describeData(own, isUser, others, write);
    const namesInData = own.what === "remove" ? [] : isUser ? others.slice(0, 1) : others;
    const method = { createUser: "POST", createGroup: "POST", replace: "PUT", patch: "PATCH", remove: "DELETE" }[
      own.what
    ];
    return {
      method,
      pathOf: (write) => (isCreation ? endpoint : `${endpoint}/${write(target)}`),
      dataOf,
      version: isCreation ? undefined : own.version,
      names: [...(isCreation ? [] : [target]), ...namesInData],
    };
  });
}

function isUserNamed(name: Named, specs: readonly Spec[]): boolean {
  if (name.kind === "seed") return name.number < 2;
  return name.kind === "nobody" || specs[name.number]?.what === "createUser";
}

function describeData(own: Spec, isUser: boolean, others: readonly Named[], write: (name: Named) => string): JsonValue {
  const [other] = others;
  if (own.what === "patch") {
    const [op, path] = own.isWrong ? ["add", "nothing"] : own.name > "d" ? ["add", "members"] : ["remove", "members"];
    const operations: JsonValue[] = isUser
      ? [
          { op: "add", path: own.isWrong ? "nothing" : "title", value: own.name },
          ...(other === undefined
            ? []
            : [{ op: "add", path: `${enterpriseUserSchemaUrn}:manager`, value: write(other) }]),
        ]
      : op === "remove" && other !== undefined
        ? [{ op, path: `members[${others.map((name) => `value eq "${write(name)}"`).join(" or ")}]` }]
        : [{ op: "add", path: path ?? "", value: others.map((name) => ({ value: write(name) })) }];
    return { schemas: [patchOpUrn], Operations: operations };
  }
  if (isUser) {
    const extension: JsonObject = other === undefined ? {} : { manager: { value: write(other) } };
    const schemas = [userSchemaUrn, enterpriseUserSchemaUrn];
    const userName = own.isWrong ? "" : `${own.name}@acme.example`;
    return { schemas, userName, [enterpriseUserSchemaUrn]: extension };
  }
  const members = others.map((name) => ({ value: write(name) }));
  return { schemas: [groupSchemaUrn], displayName: own.isWrong ? "" : own.name, members };
}

/** The places of the operations in an order in which all that is referred to is done before. */
function orderOperations(planned: readonly Planned[]): number[] {
  const order: number[] = [];
  const visit = (index: number): void => {
    if (order.includes(index)) return;
    const referred = (planned[index]?.names ?? []).flatMap((name) => (name.kind === "created" ? [name.number] : []));
    for (const other of referred.sort((a, b) => a - b)) visit(other);
    order.push(index);
  };
  for (const index of planned.keys()) visit(index);
  return order;
}

const nobody = "0199a1b2-0000-7000-8000-000000000001";

async function createSeeds(client: TestClient): Promise<string[]> {
  const ids: string[] = [];
  for (const body of seeds) {
    const path = "userName" in body ? "/Users" : "/Groups";
    ids.push(String((await fixture.send(client, "POST", path, { body })).body.id));
  }
  return ids;
}

/** Everything in the directory, with names in the place of ids, and without times. */
async function describeDirectory(client: TestClient, names: ReadonlyMap<string, string>): Promise<string> {
  const lists = await Promise.all(["/Users", "/Groups"].map((path) => fixture.send(client, "GET", path)));
  const text = JSON.stringify(
    lists.map(({ body }) => body.Resources),
    null,
    1,
  ).replaceAll(/"(?:created|lastModified)": "[^"]*"/g, '"time"');
  return [...names].reduce((described, [id, name]) => described.replaceAll(id, name), text);
}

type Outcome = { readonly statuses: readonly string[]; readonly directory: string };

async function runAsBulk(planned: readonly Planned[]): Promise<Outcome> {
  const client = await addClient();
  const seeded = await createSeeds(client);
  const write = (name: Named) =>
    name.kind === "nobody" ? nobody : name.kind === "seed" ? (seeded[name.number] ?? "") : `bulkId:${name.number}`;
  const operations = planned.map(({ method, pathOf, dataOf, version }, index): JsonObject => {
    const data = method === "DELETE" ? {} : { data: dataOf(write) };
    return {
      method,
      path: pathOf(write),
      bulkId: String(index),
      ...(version === undefined ? {} : { version }),
      ...data,
    };
  });
  const results = await sendBulk(fixture, client, operations);
  const names = new Map(seeded.map((id, index) => [id, `seed ${index}`]));
  for (const { method, status, location, bulkId } of results) {
    if (method === "POST" && status === "201")
      names.set(String(location).split("/").at(-1) ?? "", `new ${String(bulkId)}`);
  }
  const statuses = results.map(({ status, version = "-" }) => `${String(status)} ${String(version)}`);
  return { statuses, directory: await describeDirectory(client, names) };
}

async function runOneByOne(planned: readonly Planned[]): Promise<Outcome> {
  const client = await addClient();
  const seeded = await createSeeds(client);
  const created = new Map<number, string>();
  const write = (name: Named) =>
    name.kind === "nobody" ? nobody : ((name.kind === "seed" ? seeded[name.number] : created.get(name.number)) ?? "");
  const statuses: string[] = planned.map(() => "");
  for (const index of orderOperations(planned)) {
    const { method, pathOf, dataOf, version, names } = planned[index] ?? failOrder();
    if (names.some((name) => name.kind === "created" && !created.has(name.number))) {
      statuses[index] = "409 -";
      continue;
    }
    const headers = version === undefined ? {} : { "if-match": version };
    const request = method === "DELETE" ? { headers } : { headers, body: dataOf(write) };
    const answer = await fixture.send(client, method, pathOf(write), request);
    statuses[index] = `${answer.status} ${answer.headers.get("etag") ?? "-"}`;
    if (method === "POST" && answer.status === 201) created.set(index, String(answer.body.id));
  }
  const names = new Map([
    ...seeded.map((id, index) => [id, `seed ${index}`] as const),
    ...[...created].map(([index, id]) => [id, `new ${index}`] as const),
  ]);
  return { statuses, directory: await describeDirectory(client, names) };
}

function failOrder(): never {
  throw new Error("The order names an operation that is not there.");
}

test("law: a Bulk is the same operations one by one, in the order of their dependencies", {
  timeout: 180_000,
}, async () => {
  const seen = new Map<string, number>();
  const shuffled = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 10 });
  const property = fc.asyncProperty(fc.array(spec, { minLength: 2, maxLength: 10 }), shuffled, async (specs, ranks) => {
    const planned = planOperations(specs, ranks);
    const bulk = await runAsBulk(planned);
    const single = await runOneByOne(planned);
    expect(bulk.statuses).toEqual(single.statuses);
    expect(bulk.directory).toBe(single.directory);
    for (const status of bulk.statuses) seen.set(status.slice(0, 3), (seen.get(status.slice(0, 3)) ?? 0) + 1);
  });
  await fc.assert(property, { numRuns: 40 });
  for (const status of ["200", "201", "204", "400", "409", "412"]) expect(seen.get(status), status).toBeGreaterThan(0);
});
