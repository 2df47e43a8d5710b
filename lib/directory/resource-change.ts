import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { getMember, jsonEquals, setMember } from "@/lib/scim/json-object";

/** Who made a change. */
export type ChangeActor = {
  readonly kind: "scimClient" | "person" | "system";
  readonly id?: string;
};

/**
 * What a write changed: the record that commits together with it. `before` and `after` hold the changed attributes
 * alone, in SCIM's own shape; the store adds the members that a membership edit really added and removed.
 */
export type ResourceChange = {
  readonly before?: JsonObject;
  readonly after?: JsonObject;
  readonly actor: ChangeActor;
  readonly requestId?: string;
};

/** The top-level attributes in which two states of a resource differ; extensions are compared attribute by attribute. */
export function diffResources(before: JsonObject, after: JsonObject): { before: JsonObject; after: JsonObject } {
  const difference = { before: {} as JsonObject, after: {} as JsonObject };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = getMember(before, key);
    const next = getMember(after, key);
    if (old !== undefined && next !== undefined && jsonEquals(old, next)) continue;
    const isExtension = key.toLowerCase().startsWith("urn:") && isJsonObject(old) && isJsonObject(next);
    const changed = isExtension ? diffResources(old, next) : { before: old, after: next };
    if (changed.before !== undefined) setMember(difference.before, key, changed.before);
    if (changed.after !== undefined) setMember(difference.after, key, changed.after);
  }
  return difference;
}
