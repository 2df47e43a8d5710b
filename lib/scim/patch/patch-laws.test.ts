import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ScimError } from "../errors";
import enterpriseUser from "../fixtures/rfc7643-8.3-enterprise-user.json";
import type { JsonObject, JsonValue } from "../json";
import { createResourceTypes } from "../schema/resource-types";
import { arbitraryBody, arbitraryJson } from "../testing/arbitrary-body";
import { patchResource } from "../testing/patch-resource";
import { enterpriseUserSchemaUrn as enterprise } from "../urns";
import { validateResource } from "../validate-resource";
import { arbitraryNaiveUser, arbitraryOperation, arbitraryReplacement, toResource } from "./testing/naive-operations";
import { applyNaively } from "./testing/naive-user";

const { user, group } = createResourceTypes({ role: true, keepsUnknown: false });
const open = createResourceTypes({ role: true, keepsUnknown: true }).user;
const runs = { numRuns: 1_000 };

describe("laws of PATCH", () => {
  it("a sequence of operations leaves what a naive model says (X-02, X-05 to X-10, X-14, X-22)", () => {
    fc.assert(
      fc.property(
        arbitraryNaiveUser,
        fc.array(arbitraryOperation, { minLength: 1, maxLength: 8 }),
        (before, operations) => {
          const model = structuredClone(before);
          for (const { meaning } of operations) {
            applyNaively(model, meaning);
          }
          const wire = operations.map((operation) => operation.wire);
          expect(patchResource(user, toResource(before), wire)).toEqual(toResource(model));
        },
      ),
      runs,
    );
  });

  it("members are a set of ids (X-06, X-07, X-10, X-19, X-22)", () => {
    const ids = fc.uniqueArray(fc.constantFrom("u1", "u2", "u3", "U1"), { maxLength: 3 });
    const operation = fc.record({ op: fc.constantFrom("add", "replace", "remove"), ids, byFilter: fc.boolean() });
    fc.assert(
      fc.property(ids, fc.array(operation, { minLength: 1, maxLength: 8 }), (before, operations) => {
        const model = new Set(before);
        const wire: JsonValue[] = [];
        for (const { op, ids: named, byFilter } of operations) {
          if (op === "replace") model.clear();
          for (const id of named) {
            if (op === "remove") model.delete(id);
            else model.add(id);
          }
          if (op === "remove" && byFilter) {
            wire.push(...named.map((id) => ({ op, path: `members[value eq "${id}"]` })));
          } else {
            wire.push({ op, path: "members", value: named.map((id) => ({ value: id, $ref: null })) });
          }
        }
        fc.pre(wire.length > 0);
        const resource = { displayName: "G", members: before.map((value) => ({ value })) };
        const members = patchResource(group, resource, wire).members ?? [];
        expect(members).toEqual([...model].map((value) => ({ value })));
      }),
      runs,
    );
  });

  it("replacing twice is replacing once, and the second time changes nothing (C-04)", () => {
    fc.assert(
      fc.property(
        arbitraryNaiveUser,
        fc.array(arbitraryReplacement, { minLength: 1, maxLength: 6 }),
        (before, operations) => {
          const wire = operations.map((operation) => operation.wire);
          const once = patchResource(user, toResource(before), wire);
          expect(patchResource(user, once, wire)).toEqual(once);
        },
      ),
      runs,
    );
  });

  it("whatever is sent, the resource given is not touched, only a ScimError is thrown, and the outcome can be validated", () => {
    const path = fc.constantFrom(
      "userName",
      "title",
      "active",
      "name",
      "name.givenName",
      "emails",
      "emails.value",
      "emails.primary",
      "members",
      "groups",
      "id",
      'emails[type eq "work"]',
      'emails[type eq "work"].value',
      "emails[primary eq true].primary",
      'emails[not (value eq "a")]',
      'emails[value co ""].type',
      "manager",
      "manager.value",
      enterprise,
      `${enterprise}:manager`,
      "zzz",
      "zzz.value",
      'zzz[value eq "x"]',
      "urn:acme:2.0:User",
      "urn:acme:2.0:User:tag",
      "__proto__",
      "constructor",
      "",
    );
    const operation = fc.record(
      {
        op: fc.constantFrom("add", "replace", "remove"),
        path: fc.option(path, { nil: null, freq: 8 }),
        value: fc.oneof(arbitraryJson, fc.dictionary(path, arbitraryJson, { maxKeys: 3 })),
      },
      { requiredKeys: ["op", "path"] },
    );
    let applied = 0;
    fc.assert(
      fc.property(
        arbitraryBody,
        fc.array(operation, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        (body, operations, isOpen) => {
          const resource = freeze(structuredClone(body));
          const resourceType = isOpen ? open : user;
          try {
            const patched = patchResource(resourceType, resource, operations, {
              unknownAttributes: isOpen ? "keep" : "ignore",
            });
            applied += 1;
            validateResource(resourceType, patched, "patched");
          } catch (error) {
            if (!(error instanceof ScimError)) throw error;
          }
          expect(Object.hasOwn(Object.prototype, "value")).toBe(false);
        },
      ),
      { numRuns: 3_000 },
    );
    expect(applied).toBeGreaterThan(500);
  });

  it("patching a resource with itself changes nothing (RFC 7643 §8.3, X-11, C-04)", () => {
    const patched = patchResource(user, enterpriseUser, [{ op: "replace", value: enterpriseUser }]);
    expect(patched).toEqual(enterpriseUser);
    expect(patchResource(user, enterpriseUser, [{ op: "add", value: enterpriseUser }])).toEqual(enterpriseUser);
  });
});

/** Makes every attempt to change the value a TypeError. */
function freeze(value: JsonObject): JsonObject {
  for (const member of Object.values(value)) {
    if (typeof member === "object" && member !== null) freeze(member as JsonObject);
  }
  return Object.freeze(value);
}
