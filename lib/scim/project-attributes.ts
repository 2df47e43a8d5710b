import type { Attribute, ResourceType } from "./attribute";
import { parseAttributePath, resolveAttributePath } from "./attribute-path";
import { ScimError } from "./errors";
import { findAttribute, findExtension, findTopLevelAttribute } from "./find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import { setMember } from "./json-object";
import { splitAttributeList } from "./split-attribute-list";

/** What is named of one attribute or extension: all of it, or some of what is inside. Names are lower case. */
type Selection = Map<string, "all" | Selection>;

/**
 * Which attributes a response shows: those returned by default, only those named, or all but those named.
 *
 * @see RFC 7644 §3.9
 */
export type Projection =
  | { readonly kind: "default" }
  | { readonly kind: "only" | "except"; readonly selection: ReadonlyMap<string, "all" | Selection> };

/**
 * Reads the parameters `attributes` and `excludedAttributes`, each of which may be repeated and may hold a list. Names
 * are taken in any case, with or without their URN; a name that no schema knows is passed over, and so is the filter of a
 * value path. When both are given, `attributes` wins.
 *
 * @see RFC 7644 §3.4.2.5, §3.9
 */
export function parseProjection(
  resourceType: ResourceType,
  attributes: readonly string[] = [],
  excludedAttributes: readonly string[] = [],
): Projection {
  const named = attributes.flatMap(splitAttributeList);
  if (named.length > 0) {
    return { kind: "only", selection: selectAttributes(resourceType, named) };
  }
  const excluded = excludedAttributes.flatMap(splitAttributeList);
  return excluded.length === 0
    ? { kind: "default" }
    : { kind: "except", selection: selectAttributes(resourceType, excluded) };
}

/** Whether a response shows anything of an attribute that is returned by default; if not, it need not be loaded. */
export function projectionIncludes(projection: Projection, attributeName: string): boolean {
  switch (projection.kind) {
    case "default":
      return true;
    case "only":
      return projection.selection.has(attributeName.toLowerCase());
    case "except":
      return projection.selection.get(attributeName.toLowerCase()) !== "all";
  }
}

/**
 * The part of a resource that a response shows. `returned` holds throughout: `always` stays whatever is excluded, `never`
 * never shows, `request` shows when named.
 *
 * @see RFC 7643 §2.2, RFC 7644 §3.9
 */
export function projectAttributes(
  resourceType: ResourceType,
  resource: JsonObject,
  projection: Projection,
): JsonObject {
  const selection = projection.kind === "default" ? undefined : projection.selection;
  const projected: JsonObject = {};
  for (const [name, value] of Object.entries(resource)) {
    const attribute = findTopLevelAttribute(resourceType, name);
    const selected = selection?.get(name.toLowerCase());
    const members = attribute === undefined ? findExtension(resourceType, name)?.attributes : attribute.subAttributes;
    const shown = projectValue(projection.kind, attribute?.returned ?? "default", members, selected, value);
    if (shown !== undefined) {
      setMember(projected, name, shown);
    }
  }
  return projected;
}

function projectValue(
  kind: Projection["kind"],
  returned: Attribute["returned"],
  members: readonly Attribute[] | undefined,
  selected: "all" | Selection | undefined,
  value: JsonValue,
): JsonValue | undefined {
  if (returned === "never") {
    return undefined;
  }
  const isShown =
    returned === "always" ||
    (kind === "only" ? selected !== undefined : returned === "default" && (kind === "default" || selected !== "all"));
  if (!isShown) {
    return undefined;
  }
  if (!Array.isArray(value) && !isJsonObject(value)) {
    return value;
  }
  // Inside what is named as a whole, and inside what is always shown, everything is shown that is by default.
  const inside = selected === undefined || selected === "all" ? undefined : selected;
  return projectInside(inside === undefined ? "default" : kind, members, inside, value);
}

function projectInside(
  kind: Projection["kind"],
  members: readonly Attribute[] | undefined,
  selection: Selection | undefined,
  value: JsonValue,
): JsonValue | undefined {
  if (kind === "default" && areAllShown(members)) {
    return value;
  }
  if (Array.isArray(value)) {
    const elements = value.flatMap((element) => projectInside(kind, members, selection, element) ?? []);
    return elements.length === 0 && value.length > 0 ? undefined : elements;
  }
  if (!isJsonObject(value)) {
    return value;
  }
  const projected: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    const attribute = findAttribute(members, name);
    const returned = attribute?.returned ?? "default";
    const selected = selection?.get(name.toLowerCase());
    const shown = projectValue(kind, returned, attribute?.subAttributes, selected, member);
    if (shown !== undefined) {
      setMember(projected, name, shown);
    }
  }
  return Object.keys(projected).length === 0 ? undefined : projected;
}

/** So that most values are shown as they are, without being looked through. */
function areAllShown(members: readonly Attribute[] | undefined): boolean {
  return (
    members === undefined ||
    members.every(({ returned, subAttributes }) => returned === "default" && areAllShown(subAttributes))
  );
}

function selectAttributes(
  resourceType: ResourceType,
  names: readonly string[],
): ReadonlyMap<string, "all" | Selection> {
  const selection: Selection = new Map();
  for (const name of names) {
    const path = findSelectedPath(resourceType, name);
    if (path !== undefined) {
      select(selection, path);
    }
  }
  return selection;
}

/** What leads to the attribute: its extension's URN if it has one, its name, and its sub-attribute. */
function findSelectedPath(resourceType: ResourceType, text: string): readonly string[] | undefined {
  try {
    const path = resolveAttributePath(parseAttributePath(text, resourceType), resourceType);
    if (path === undefined || path.kind === "extension") {
      return path === undefined ? undefined : [path.schema.id];
    }
    return [path.extension, path.attribute.name, path.subAttribute?.name].filter((name) => name !== undefined);
  } catch (error) {
    if (error instanceof ScimError) {
      return undefined;
    }
    throw error;
  }
}

function select(selection: Selection, path: readonly string[]): void {
  const [name, ...inside] = path;
  if (name === undefined) {
    return;
  }
  const key = name.toLowerCase();
  const selected = selection.get(key);
  if (inside.length === 0) {
    selection.set(key, "all");
  } else if (selected !== "all") {
    const nested: Selection = selected ?? new Map();
    selection.set(key, nested);
    select(nested, inside);
  }
}
