import fc from "fast-check";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { enterpriseUserSchemaUrn, groupSchemaUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";

/** A request as nobody should send it. "ID" in its path and `{"knownId":true}` in its body stand for a resource's id. */
export type WildRequest = {
  readonly method: string;
  readonly segments: readonly string[];
  readonly query: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** Lone surrogates cannot be percent-encoded. */
function encodeText(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "\uFFFD"));
}

const attribute = fc.constantFrom(
  ...[
    "userName",
    "USERNAME",
    "active",
    "name",
    "name.givenName",
    "emails",
    "emails.value",
    "emails.primary",
    "members",
  ],
  ...["members.value", "groups", "groups.value", "id", "externalId", "meta", "meta.created", "meta.version", "schemas"],
  ...[
    "role",
    "roles",
    "roles.value",
    "password",
    "displayName",
    "manager",
    "title",
    "photos.value",
    "x509Certificates",
  ],
  ...[userSchemaUrn, `${userSchemaUrn}:userName`, enterpriseUserSchemaUrn, `${enterpriseUserSchemaUrn}:manager.value`],
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "unknown", "urn:x:y", "meta.location", "members.$ref"],
);
const scalar = fc.oneof(
  fc.constantFrom<JsonValue>(
    "True",
    "False",
    "true",
    "",
    "x",
    "a@acme.example",
    "%",
    "_",
    "\\",
    "2026-01-01T00:00:00Z",
  ),
  fc.constantFrom<JsonValue>(null, true, false, 0, -1, 1.5, 1e308, -0, 2 ** 53, "owner", "guest", "administrator"),
  fc.constantFrom<JsonValue>("9999-12-31T23:59:59.999999999+14:00", "0000-01-01T00:00:00Z", "x".repeat(9_000)),
  fc.string({ unit: "binary", maxLength: 10 }),
  fc.constant<JsonValue>({ knownId: true }),
);
const literal = fc.oneof(
  scalar.map((value) => JSON.stringify(value)),
  fc.constantFrom("x", "1e999", "1e-999", '"\\u0000"', '"\\ud800"', '"', "99999999999999999999", "[]", "{}"),
);
/** Comparisons that the schema allows, so that most filters get as far as the database. */
const comparison = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      "userName",
      "displayName",
      "emails.value",
      "emails",
      "title",
      "externalId",
      "id",
      "members",
      "groups.value",
    ),
    fc.constantFrom("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"),
    fc
      .oneof(fc.string({ unit: "grapheme", maxLength: 5 }), fc.constantFrom("%", "_", "\\", "'"))
      .map((text) => JSON.stringify(text)),
  ),
  fc.tuple(
    fc.constantFrom("active", "emails.primary"),
    fc.constantFrom("eq", "ne"),
    fc.constantFrom("true", '"False"', "null"),
  ),
  fc.tuple(
    fc.constant("meta.created"),
    fc.constantFrom("eq", "gt", "le"),
    fc.constantFrom(
      '"2026-01-01T00:00:00.123456789+14:00"',
      '"0001-01-01T00:00:00Z"',
      '"9999-12-31T23:59:59Z"',
      "null",
    ),
  ),
);
const { filter } = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    comparison.map((parts) => parts.join(" ")),
    comparison.map((parts) => parts.join(" ")),
    comparison.map((parts) => parts.join(" ")),
    fc
      .tuple(attribute, fc.constantFrom("eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "xx"), literal)
      .map((parts) => parts.join(" ")),
    attribute.map((name) => `${name} pr`),
    fc.tuple(tie("filter"), fc.constantFrom("and", "or"), tie("filter")).map((parts) => parts.join(" ")),
    tie("filter").map((inner) => `not (${inner})`),
    fc.tuple(attribute, tie("filter")).map(([name, inner]) => `${name}[${inner}]`),
    fc.string({ maxLength: 20 }),
  ),
}));
const path = fc.oneof(
  attribute,
  fc.tuple(attribute, filter, attribute).map(([a, inner, b]) => `${a}[${inner}].${b}`),
  fc.string({ maxLength: 10 }),
);
const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.oneof(attribute, path), tie("value"), { maxKeys: 4 }),
    fc.record(
      { value: tie("value"), type: fc.constantFrom("work", "home", "User", "Group", 1), primary: scalar },
      { requiredKeys: [] },
    ),
  ),
}));
const schemas = fc.constantFrom<JsonValue>([userSchemaUrn], [groupSchemaUrn], [patchOpUrn], [], "x", null);

const text = fc.string({ unit: "grapheme", maxLength: 12 });
const typed = fc.constantFrom<JsonValue>("work", "home", "mobile");
const elements = fc.array(fc.record({ value: text, type: typed, primary: fc.constantFrom(true, "True", false) }), {
  maxLength: 2,
});
/** Attributes with values that fit them, so that most writes get as far as the database. */
const fitting = fc.oneof(
  fc.tuple(fc.constantFrom("userName", "displayName", "title", "nickName", "externalId", "locale", "password"), text),
  fc.tuple(fc.constantFrom("active", "Active"), fc.constantFrom<JsonValue>(true, false, "False", "true")),
  fc.tuple(fc.constantFrom("emails", "phoneNumbers", "roles", "entitlements"), elements),
  fc.tuple(fc.constant("members"), fc.array(fc.constant({ value: { knownId: true } }), { maxLength: 2 })),
  fc.tuple(fc.constant("name"), fc.record({ givenName: text, familyName: text }, { requiredKeys: [] })),
  fc.tuple(
    fc.constant(enterpriseUserSchemaUrn),
    fc.record({ department: text, manager: fc.constant({ value: { knownId: true } }) }),
  ),
  fc.tuple(fc.constant("role"), fc.constantFrom("member", "guest", "moderator", "owner")),
);
const wild = fc.tuple(attribute, value);
const members = fc
  .array(fc.oneof({ weight: 9, arbitrary: fitting }, { weight: 1, arbitrary: wild }), { maxLength: 4 })
  .map((entries): JsonObject => Object.fromEntries(entries));

const resource = fc
  .tuple(
    fc.oneof(
      { weight: 4, arbitrary: fc.constant<JsonValue>([userSchemaUrn, groupSchemaUrn]) },
      { weight: 1, arbitrary: schemas },
    ),
    members,
    text,
  )
  .map(([urns, attributes, name]): JsonValue => {
    const required = {
      userName: `${name}@acme.example`,
      displayName: name,
      name: { givenName: name, familyName: "x" },
    };
    return { schemas: urns, ...required, ...attributes };
  });
const op = fc.constantFrom("add", "Replace", "remove");
const operation: fc.Arbitrary<JsonValue> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(op, fitting).map(([verb, [target, fits]]) => ({ op: verb, path: target, value: fits })),
  },
  { weight: 3, arbitrary: fc.tuple(op, members).map(([verb, fits]) => ({ op: verb, value: fits })) },
  { weight: 1, arbitrary: fc.record({ op, path, value }, { requiredKeys: ["op"] }) },
);
const patch = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: fc.constant<JsonValue>([patchOpUrn]) }, { weight: 1, arbitrary: schemas }),
    fc.array(operation, { minLength: 1, maxLength: 3 }),
  )
  .map(([urns, operations]): JsonValue => ({ schemas: urns, Operations: operations }));

const body = fc.oneof(
  { weight: 4, arbitrary: resource.map((json) => JSON.stringify(json)) },
  { weight: 4, arbitrary: patch.map((json) => JSON.stringify(json)) },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 50 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "",
      "{",
      "[".repeat(10_000),
      '{"a":'.repeat(10_000),
      '{"__proto__":null}',
      '{"schemas":1e999}',
    ),
  },
);
const method = fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PROPFIND");
const segment = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom("Users", "Groups", "ID") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "Schemas",
      "ResourceTypes",
      "ServiceProviderConfig",
      "Bulk",
      ".search",
      "Me",
      "%00",
      "%zz",
      "..",
      "",
    ),
  },
  {
    weight: 1,
    arbitrary: fc.string({ unit: "binary", maxLength: 8 }).map((text) => encodeText(text)),
  },
);
const parameter = fc.oneof(
  filter.map((text) => `filter=${encodeText(text)}`),
  fc
    .tuple(fc.constantFrom("attributes", "excludedAttributes"), path)
    .map(([name, text]) => `${name}=${encodeText(text)}`),
  fc
    .tuple(
      fc.constantFrom("startIndex", "count"),
      fc.oneof(fc.integer(), fc.constantFrom("", "x", "1e99", "99999999999999999999")),
    )
    .map((pair) => pair.join("=")),
  fc
    .tuple(attribute, fc.constantFrom("ascending", "descending", ""))
    .map(([name, order]) => `sortBy=${encodeText(name)}&sortOrder=${order}`),
  fc.constantFrom("aadOptscim062020", "sortBy=x", "cursor", "cursor=x", "filter", "filter=%00", "&&", "%zz=%zz"),
);
const header = fc.dictionary(
  fc.constantFrom(
    "content-type",
    "accept",
    "if-match",
    "x-forwarded-for",
    "user-agent",
    "x-http-method-override",
    "host",
  ),
  fc.constantFrom("application/json", "text/plain", "*/*", "", 'W/"1"', "acme.localhost", "é", "a".repeat(2_000)),
  { maxKeys: 2 },
);

/** Any method, path, query, header and body. */
export const wildRequest: fc.Arbitrary<WildRequest> = fc.record({
  method,
  segments: fc.array(segment, { maxLength: 3 }),
  query: fc.array(parameter, { maxLength: 3 }),
  headers: fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: header }),
  body,
});

/** A list of people or groups by any filter. */
export const wildListing: fc.Arbitrary<WildRequest> = fc
  .tuple(fc.constantFrom("Users", "Groups"), filter, fc.array(parameter, { maxLength: 1 }))
  .map(([endpoint, text, more]) => ({
    method: "GET",
    segments: [endpoint],
    query: [`filter=${encodeText(text)}`, ...more],
    headers: {},
    body: "",
  }));

/** A POST, PUT or PATCH whose body looks like SCIM. */
export const wildWrite: fc.Arbitrary<WildRequest> = fc
  .tuple(fc.constantFrom("POST", "PUT", "PATCH"), fc.constantFrom("Users", "Groups"), resource, patch)
  .map(([verb, endpoint, whole, operations]) => ({
    method: verb,
    segments: verb === "POST" ? [endpoint] : [endpoint, "ID"],
    query: [],
    headers: {},
    body: JSON.stringify(verb === "PATCH" ? operations : whole),
  }));
