import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { groupSchemaUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import { createEndpointFixture, type EndpointFixture, type TestClient } from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
let client: TestClient;
let count = 0;
/** How many writes there were of each outcome: a law that is never put to the test proves nothing. */
const outcomes = { done: 0, refused: 0 };

beforeAll(async () => {
  fixture = await createEndpointFixture();
  client = await fixture.addClient(await fixture.addOrganization("acme"));
});
afterAll(() => fixture.close());

/** A tag of a condition: so many versions ago (0: the current one), or of a version that never was. */
type Tag = number | "never";
type Condition = "none" | "any" | { readonly tags: readonly Tag[]; readonly weak: boolean };
type Write = {
  readonly target: "user" | "group";
  readonly method: "PUT" | "PATCH" | "DELETE" | "members";
  readonly ifMatch: Condition;
  readonly ifNoneMatch: Condition;
  readonly value: string;
};

const tag = fc.oneof(fc.constant<Tag>(0), fc.integer({ min: 1, max: 3 }), fc.constant<Tag>("never"));
const someTags = fc.record({ tags: fc.array(tag, { minLength: 1, maxLength: 3 }), weak: fc.boolean() });
const condition = fc.oneof(
  { weight: 2, arbitrary: fc.constant<Condition>("none") },
  { weight: 1, arbitrary: fc.constant<Condition>("any") },
  { weight: 3, arbitrary: someTags },
);
const write: fc.Arbitrary<Write> = fc.record({
  target: fc.constantFrom("user", "group"),
  method: fc.constantFrom("PUT", "PATCH", "PATCH", "members", "members", "DELETE"),
  ifMatch: condition,
  ifNoneMatch: fc.oneof({ weight: 3, arbitrary: fc.constant<Condition>("none") }, { weight: 1, arbitrary: condition }),
  value: fc.constantFrom("a", "b", "c"),
});

/** The versions that a resource has had, the current one last. */
function tagOf(versions: readonly string[], tag: Tag): string {
  return (tag === "never" ? undefined : versions.at(-1 - tag)) ?? 'W/"never"';
}

function formatCondition(versions: readonly string[], sent: Condition): string {
  if (sent === "none" || sent === "any") return "*";
  return sent.tags.map((tag) => tagOf(versions, tag).slice(sent.weak ? 0 : 2)).join(", ");
}

function matches(versions: readonly string[], sent: Condition): boolean {
  return sent === "any" || (sent !== "none" && sent.tags.some((tag) => tagOf(versions, tag) === versions.at(-1)));
}

async function create(kind: "Users" | "Groups", body: JsonObject): Promise<string> {
  const answer = await fixture.send(client, "POST", `/${kind}`, { body });
  expect(answer.status).toBe(201);
  return String(answer.body.id);
}

function bodyOf({ target, method, value }: Write, userId: string, stem: string): JsonObject {
  if (method === "PUT") {
    return target === "user"
      ? { schemas: [userSchemaUrn], userName: `${stem}@acme.example`, title: value }
      : { schemas: [groupSchemaUrn], displayName: stem, externalId: value };
  }
  const path = method === "members" && target === "group" ? "members" : target === "user" ? "title" : "externalId";
  const operation =
    path === "members"
      ? { op: value === "a" ? "remove" : "add", path, value: [{ value: userId }] }
      : { op: "replace", path, value };
  return { schemas: [patchOpUrn], Operations: [operation] };
}

test("law: a stale If-Match never writes, and one that holds never hinders", { timeout: 120_000 }, async () => {
  const property = fc.asyncProperty(fc.array(write, { minLength: 3, maxLength: 8 }), async (writes) => {
    count += 1;
    const stem = `law${count}`;
    const userId = await create("Users", { schemas: [userSchemaUrn], userName: `${stem}@acme.example` });
    const groupId = await create("Groups", { schemas: [groupSchemaUrn], displayName: stem });
    const versions: Record<Write["target"], string[]> = { user: [], group: [] };
    for (const next of writes) {
      const path = next.target === "user" ? `/Users/${userId}` : `/Groups/${groupId}`;
      const before = await fixture.send(client, "GET", path);
      const had = versions[next.target];
      const current = before.headers.get("etag");
      if (current !== null && current !== had.at(-1)) had.push(current);

      const { ifMatch, ifNoneMatch, method } = next;
      const headers = {
        ...(ifMatch === "none" ? {} : { "if-match": formatCondition(had, ifMatch) }),
        ...(ifNoneMatch === "none" ? {} : { "if-none-match": formatCondition(had, ifNoneMatch) }),
      };
      const isDelete = method === "DELETE";
      const request = isDelete ? { headers } : { headers, body: bodyOf(next, userId, stem) };
      const answer = await fixture.send(client, method === "members" ? "PATCH" : method, path, request);
      const after = await fixture.send(client, "GET", path);

      if (before.status === 404) {
        expect([answer.status, after.status]).toEqual([404, 404]);
        continue;
      }
      const isAllowed = (ifMatch === "none" || matches(had, ifMatch)) && !matches(had, ifNoneMatch);
      const isUnknownMember = answer.status === 400 && answer.body.scimType === "invalidValue";
      if (isAllowed) {
        // Somebody who was deleted cannot become a member.
        expect(answer.status < 300 || isUnknownMember, `${answer.status} ${answer.text}`).toBe(true);
        expect(after.status).toBe(isDelete ? 404 : 200);
        outcomes.done += 1;
      } else {
        expect(answer.status).toBe(412);
        expect(after.body).toEqual(before.body);
        outcomes.refused += 1;
      }
    }
  });
  await fc.assert(property, { numRuns: 60 });
  expect(outcomes.done).toBeGreaterThan(60);
  expect(outcomes.refused).toBeGreaterThan(60);
});
