import fc from "fast-check";
import type { JsonObject, JsonValue } from "../json";
import { enterpriseUserSchemaUrn, userSchemaUrn } from "../urns";

/** Any JSON value, with names that schemas know strewn in. */
export const arbitraryJson: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<JsonValue>(null, true, false, "", "True", "work", "x", 0, 1.5, [], {}),
    fc.string(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        "value",
        "type",
        "primary",
        "display",
        "$ref",
        "givenName",
        "Value",
        "manager",
        "__proto__",
        "zzz",
      ),
      tie("value"),
      { maxKeys: 3 },
    ),
  ),
})).value;

const element = fc.record(
  {
    value: fc.constantFrom<JsonValue>("a", "A", "b", "", null),
    type: fc.constantFrom<JsonValue>("work", "WORK", "home", null),
    primary: fc.constantFrom<JsonValue>(true, false, null),
    display: fc.constantFrom<JsonValue>("x", null),
  },
  { requiredKeys: [] },
);

/** The body of a User, now sound, now with a value that does not belong where it is. */
export const arbitraryBody: fc.Arbitrary<JsonObject> = fc
  .tuple(
    fc.record<JsonObject>(
      {
        schemas: fc.constant([userSchemaUrn]),
        id: fc.constant("1"),
        meta: fc.constant({ resourceType: "User" }),
        userName: fc.constantFrom("ada", "Ada", " x "),
        active: fc.boolean(),
        title: fc.constantFrom("Dr", "", null),
        name: fc.record(
          { givenName: fc.constantFrom("Ada", null), familyName: fc.constant("Lovelace") },
          { requiredKeys: [] },
        ),
        emails: fc.array(element, { maxLength: 4 }),
        addresses: fc.array(fc.record({ locality: fc.constantFrom("Bath", null) }, { requiredKeys: [] }), {
          maxLength: 3,
        }),
        [enterpriseUserSchemaUrn]: fc.record(
          {
            department: fc.constantFrom("R", null),
            manager: fc.constantFrom({ value: "m", displayName: "Boss" }, {}, null),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ["userName"] },
    ),
    fc.option(
      fc.tuple(
        fc.constantFrom("title", "name", "emails", "active", "urn:acme:2.0:User", "__proto__", "zzz"),
        arbitraryJson,
      ),
      {
        freq: 3,
      },
    ),
  )
  .map(([body, odd]) => (odd === null ? body : { ...body, ...Object.fromEntries([odd]) }));
