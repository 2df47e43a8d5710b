import type { JsonObject } from "./json";
import type { ValueDifference } from "./part-differences";
import { findDifferences } from "./resource-differences";
import { knownSchemas } from "./schema/known-schemas";

/**
 * What differs between two states of a resource, for people to read: an entry for each attribute, sub-attribute or
 * element, such as `{path: 'emails[type eq "work"].value', from: "a@x.example", to: "b@x.example"}`. `from` is absent for
 * what is new, `to` for what is gone. The same is left alone as in `diffResource`.
 */
export function listChanges(base: JsonObject, desired: JsonObject, schemas = knownSchemas): ValueDifference[] {
  return findDifferences(schemas, base, desired).flatMap((difference): ValueDifference[] => {
    if (difference.kind === "whole") {
      const { kind, ...change } = difference;
      return [change];
    }
    if (difference.kind === "parts") return [...difference.parts];
    return [
      ...difference.removed.map(({ path, element }) => ({ path, from: element })),
      ...difference.changed,
      ...difference.added.map(({ path, element }) => ({ path, to: element })),
    ];
  });
}
