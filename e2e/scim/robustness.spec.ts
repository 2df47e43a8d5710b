import fc from "fast-check";
import type { JsonValue } from "@/lib/scim/json";
import type { Scim } from "../fixtures";
import { expect, test } from "../fixtures";
import { createGroup, createUser, filtered, get, idOf, patch, readAnswer } from "./exchange";
import { enterpriseUrn, groupUrn, patchOpUrn, userUrn } from "./urns";

// No input yields a server error (501 for what is not offered aside), and every answer is in SCIM's form: `readAnswer`
// holds both. The next-route mount is the same function behind another door and gets fewer runs.

const runsOf = { direct: 1000, "next-route": 150, console: 1, setup: 1 } as const;

type Request = { method: string; path: string; body?: string; headers?: Record<string, string> };

/** Sends the request; rejects when the answer is a server error or not in SCIM's form. */
async function expectAnswered(scim: Scim, { method, path, body, headers = {} }: Request): Promise<void> {
  const withBody = body !== undefined && method !== "GET" && method !== "HEAD";
  const response = await scim.fetch(path, { method, headers, ...(withBody ? { body } : {}) });
  expect(response.status, "nobody paused the client").not.toBe(503);
  readAnswer(`${method} ${path} ${body ?? ""}`, response.status, response.headers, await response.text());
}

async function checkRequests(scim: Scim, requests: fc.Arbitrary<Request>, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(requests, (request) => expectAnswered(scim, request)),
    { numRuns },
  );
  // The server is still there, and so is what it knew.
  expect((await get(scim, "/Users")).status).toBe(200);
}

const methods = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
const segments = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("Users", "Groups", "Schemas", "ResourceTypes", "ServiceProviderConfig") },
  { weight: 1, arbitrary: fc.constantFrom("Me", "Bulk", ".search", userUrn, "bulkId:x", "User", "v2") },
  {
    weight: 2,
    arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((text) => !/^\.+$/.test(text)),
  },
  { weight: 1, arbitrary: fc.uuid() },
);
const names = fc.constantFrom(
  "userName",
  "id",
  "externalId",
  "active",
  "name",
  "name.givenName",
  "emails",
  "emails.value",
  'emails[type eq "work"].value',
  "emails[primary eq true]",
  "roles",
  "role",
  "groups",
  "groups.value",
  "members",
  "members.value",
  "displayName",
  "manager",
  "meta",
  "meta.created",
  "meta.lastModified",
  "meta.version",
  "schemas",
  "password",
  "x509Certificates.value",
  "profileUrl",
  "addresses",
  `${enterpriseUrn}:manager`,
  `${enterpriseUrn}:manager.value`,
  enterpriseUrn,
  `${userUrn}:userName`,
  "shoeSize",
  "",
  "[",
  "a.b.c.d",
);
const parameters = fc.oneof(
  fc.record({
    name: fc.constantFrom(
      "startIndex",
      "count",
      "attributes",
      "excludedAttributes",
      "sortBy",
      "sortOrder",
      "cursor",
      "filter",
    ),
    value: fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 20 }),
      fc.integer().map(String),
      names,
      fc.double().map(String),
    ),
  }),
  fc.record({ name: fc.string({ maxLength: 8 }), value: fc.string({ unit: "binary", maxLength: 8 }) }),
);
const jsonBodies = fc.oneof(
  fc.json({ maxDepth: 5 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constant(""),
  fc.constant("null"),
);

/** Percent-encoded; a lone surrogate, which cannot be, becomes U+FFFD. */
function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text, "utf8").toString("utf8"));
}

test("no method, path, query, header or body makes a server error", async ({ scim, serverName }) => {
  test.setTimeout(180_000);
  const requests = fc
    .record({
      method: methods,
      segments: fc.array(segments, { minLength: 0, maxLength: 4 }),
      query: fc.array(parameters, { maxLength: 4 }),
      body: jsonBodies,
      contentType: fc.constantFrom(
        "application/scim+json",
        "application/json",
        "text/plain",
        "application/json; charset=latin1",
      ),
      accept: fc.constantFrom("application/scim+json", "*/*", "text/html", "q=;;"),
    })
    .map(({ method, segments: parts, query, body, contentType, accept }) => ({
      method,
      path: `/${parts.map(encode).join("/")}?${query.map(({ name, value }) => `${encode(name)}=${encode(value)}`).join("&")}`,
      body,
      headers: { "content-type": contentType, accept },
    }));
  await checkRequests(scim, requests, runsOf[serverName]);
});

const operators = fc.constantFrom("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "EQ", "is");
const literals = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }).map((text) => JSON.stringify(text)),
  fc.string({ unit: "binary", maxLength: 6 }).map((text) => JSON.stringify(text)),
  fc.integer().map(String),
  fc.double().map(String),
  fc.constantFrom(
    "true",
    "false",
    "null",
    '"True"',
    '"2026-01-01T00:00:00Z"',
    '"2026-02-30"',
    "word",
    '"',
    '"\\"',
    '"\\u0000"',
    "1e999",
  ),
);
const filters: fc.Arbitrary<string> = fc.letrec<{ filter: string; term: string }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie("term"),
    fc
      .tuple(tie("filter"), fc.constantFrom("and", "or", "AND", "xor", ""), tie("filter"))
      .map((parts) => parts.join(" ")),
    tie("filter").map((inner) => `not (${inner})`),
    tie("filter").map((inner) => `(${inner})`),
    fc.tuple(names, tie("filter")).map(([name, inner]) => `${name}[${inner}]`),
  ),
  term: fc.oneof(
    fc.tuple(names, operators, literals).map((parts) => parts.join(" ")),
    names.map((name) => `${name} pr`),
    fc.string({ maxLength: 10 }),
  ),
})).filter;

test("no filter makes a server error", async ({ scim, serverName }) => {
  test.setTimeout(180_000);
  await createGroup(scim, [
    idOf(await createUser(scim, { emails: [{ value: "a@b.example", type: "work", primary: true }] })),
  ]);
  const requests = fc
    .tuple(fc.constantFrom("/Users", "/Groups", "/Users", "/Schemas"), filters)
    .map(([endpoint, filter]) => ({ method: "GET", path: `${endpoint}?filter=${encode(filter)}` }));
  await checkRequests(scim, requests, runsOf[serverName]);
});

const json: fc.Arbitrary<JsonValue> = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)));
const attributeValues: fc.Arbitrary<JsonValue> = fc.oneof(
  json,
  fc.constantFrom<JsonValue>("x", "", null, true, "True", 5, [], {}, [{}], [null], { value: "x" }, [
    { value: "x", primary: true },
  ]),
  fc.uuid().map((value): JsonValue => [{ value }]),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.constantFrom<JsonValue>("\u0000", "\ud800", "x".repeat(5000), "owner", "superuser"),
);
const operations = fc.record(
  {
    op: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom("add", "replace", "remove", "Add") },
      { weight: 1, arbitrary: fc.string() },
    ),
    path: fc.oneof(
      { weight: 6, arbitrary: names },
      { weight: 1, arbitrary: filters },
      { weight: 1, arbitrary: fc.string() },
    ),
    value: fc.oneof(attributeValues, fc.dictionary(names, attributeValues, { maxKeys: 4 })),
  },
  { requiredKeys: ["op"] },
);

test("no PATCH makes a server error", async ({ scim, serverName }) => {
  test.setTimeout(180_000);
  const user = idOf(await createUser(scim));
  const group = idOf(await createGroup(scim, [user]));
  const requests = fc
    .tuple(fc.constantFrom(`/Users/${user}`, `/Groups/${group}`), fc.array(operations, { minLength: 1, maxLength: 4 }))
    .map(([path, Operations]) => ({
      method: "PATCH",
      path,
      body: JSON.stringify({ schemas: [patchOpUrn], Operations }),
    }));
  await checkRequests(scim, requests, runsOf[serverName]);
  expect((await get(scim, `/Users/${user}`)).status).toBe(200);
  expect((await get(scim, `/Groups/${group}`)).status).toBe(200);
});

test("no body of POST or PUT makes a server error", async ({ scim, serverName }) => {
  test.setTimeout(180_000);
  const user = idOf(await createUser(scim));
  const group = idOf(await createGroup(scim, [user]));
  const bodies = fc
    .tuple(
      fc.dictionary(names, attributeValues, { maxKeys: 6 }),
      fc.option(fc.oneof(fc.uuid(), attributeValues), { nil: "kept" }),
      fc.constantFrom<JsonValue>([userUrn], [groupUrn], [], null, "x", [userUrn, enterpriseUrn], [5]),
    )
    .map(([attributes, name, schemas]) =>
      JSON.stringify({ ...attributes, schemas, userName: name, displayName: name }),
    );
  const requests = fc
    .tuple(
      fc.constantFrom(
        ["POST", "/Users"] as const,
        ["POST", "/Groups"] as const,
        ["PUT", `/Users/${user}`] as const,
        ["PUT", `/Groups/${group}`] as const,
      ),
      bodies,
    )
    .map(([[method, path], body]) => ({ method, path, body }));
  await checkRequests(scim, requests, runsOf[serverName]);
});

test("many requests at once, a third of them broken, leave a server that answers", async ({ scim, serverName }) => {
  const id = idOf(await createUser(scim));
  for (let round = 0; round < runsOf[serverName] / 25; round += 1) {
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        index % 3 === 0
          ? expectAnswered(scim, { method: "POST", path: "/Users", body: "{" })
          : expectAnswered(scim, {
              method: "GET",
              path: index % 3 === 1 ? `/Users/${id}` : filtered("/Users", "broken"),
            }),
      ),
    );
  }
  expect((await get(scim, `/Users/${id}`)).status).toBe(200);
});

test("four thousand operations on one attribute do not hold the server up", async ({ scim }) => {
  const path = `/Users/${idOf(await createUser(scim))}`;
  for (const operation of [
    (index: number) => ({ op: "add", path: "emails", value: [{ value: `${index}@x.example` }] }),
    (index: number) => ({ op: "replace", path: `emails[type eq "t${index}"].value`, value: `${index}@x.example` }),
  ]) {
    const started = Date.now();
    const answer = await patch(
      scim,
      `${path}?attributes=id`,
      ...Array.from({ length: 4000 }, (_, index) => operation(index)),
    );
    // Refused as too much, or done: but in time that grows with the request, not with its square.
    expect([200, 400, 413], answer.text).toContain(answer.status);
    expect(Date.now() - started).toBeLessThan(5_000);
  }
});
