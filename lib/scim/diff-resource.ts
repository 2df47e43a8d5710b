import type { ResourceSchemas } from "./attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import type { ValueDifference } from "./part-differences";
import { elementKey, typesAgree } from "./patch/same-element";
import { type AttributeDifference, findDifferences } from "./resource-differences";

/** One operation of a PATCH as it is sent. @see RFC 7644 §3.5.2 */
export type PatchOperationJson = {
  readonly op: "add" | "replace" | "remove";
  readonly path: string;
  readonly value?: JsonValue;
};

/**
 * The operations of a PATCH that take one state of a resource to another; none when they say the same. Complex attributes
 * change sub-attribute by sub-attribute, attributes of an extension behind its URN, and, with `valuePaths`, multi-valued
 * attributes element by element. Without it, and where their elements cannot be told apart, they are replaced as a whole.
 *
 * `schemas`, `id`, `meta`, `members` and `groups` are left alone, and so is what a schema calls read-only. What no schema
 * knows is treated as what it looks like. At no step has an attribute two primary elements.
 *
 * @see RFC 7644 §3.5.2
 */
export function diffResource(
  schemas: ResourceSchemas,
  base: JsonObject,
  desired: JsonObject,
  options: { readonly valuePaths: boolean },
): PatchOperationJson[] {
  return findDifferences(schemas, base, desired).flatMap((difference) => {
    if (difference.kind === "whole") return writeWhole(difference);
    if (difference.kind === "parts") return writeParts(difference.parts);
    return options.valuePaths
      ? writeElements(difference)
      : [{ op: "replace" as const, path: difference.path, value: difference.to }];
  });
}

function writeWhole({ path, from, to }: ValueDifference): PatchOperationJson[] {
  if (to === undefined) return [{ op: "remove", path }];
  if (from === undefined) return [{ op: mergesWhenAdded(to) ? "replace" : "add", path, value: to }];
  // Some service providers merge a complex value into the one that is there, and a value into a list.
  const replacesCleanly = Array.isArray(to) ? Array.isArray(from) : !isJsonObject(to) && typeof from !== "object";
  return replacesCleanly ? [{ op: "replace", path, value: to }] : [{ op: "remove", path }, ...writeWhole({ path, to })];
}

/** Whether a service provider may take two of the elements for one, and merge them, if they are added. */
function mergesWhenAdded(value: JsonValue): boolean {
  if (!Array.isArray(value)) return false;
  const seen = new Map<string, JsonValue[]>();
  return value.some((element) => {
    const key = elementKey({ caseExact: false }, element);
    const others = seen.get(key) ?? [];
    seen.set(key, [...others, element]);
    return others.some((other) => typesAgree(other, element));
  });
}

/** What is set comes first, so that no complex value is emptied, and dropped, on the way. */
function writeParts(parts: readonly ValueDifference[]): PatchOperationJson[] {
  const [set, removed] = partition(parts, ({ to }) => to !== undefined);
  return [...set, ...removed].map(writePart);
}

function writePart({ path, from, to }: ValueDifference): PatchOperationJson {
  if (to === undefined) return { op: "remove", path };
  return { op: from === undefined ? "add" : "replace", path, value: to };
}

/** An element is made primary last, when the one that was is so no longer, or is gone. */
function writeElements(difference: AttributeDifference & { readonly kind: "elements" }): PatchOperationJson[] {
  const { path, removed, changed, added } = difference;
  const [gained, others] = partition(changed, (part) => /\.primary$/i.test(part.path) && part.to === true);
  return [
    ...removed.map((element) => ({ op: "remove" as const, path: element.path })),
    ...writeParts(others),
    ...gained.map(writePart),
    ...(added.length === 0 ? [] : [{ op: "add" as const, path, value: added.map(({ element }) => element) }]),
  ];
}

function partition<Value>(values: readonly Value[], isFirst: (value: Value) => boolean): [Value[], Value[]] {
  return [values.filter(isFirst), values.filter((value) => !isFirst(value))];
}
