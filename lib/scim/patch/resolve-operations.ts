import type { ResourceType } from "../attribute";
import { listAttributeNames, listAttributePaths } from "../attribute-names";
import { parseAttributePath, type ResolvedPath, resolveAttributePath } from "../attribute-path";
import { canonicaliseValue } from "../canonicalise";
import { ScimError } from "../errors";
import { isCoreSchema } from "../find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { isUnassigned } from "../json-object";
import { findMeantPath, findNearestName } from "../nearest-name";
import { quoteText } from "../quote-text";
import { createElementFromFilter } from "./element-from-filter";
import type { PatchOperation, RawPatchOperation } from "./patch-operation";

export type ResolvedOperations = {
  readonly operations: readonly PatchOperation[];
  /** Each key of a path-less value that no schema knows and that was therefore left out, and what else was tolerated. */
  readonly leniencies: readonly PathLeniency[];
};

/**
 * A tolerance in what an operation names:
 *
 * - `unknownAttributes`: a key that no schema knows was left out.
 * - `pathAsKey`: a key of a path-less value is a path, `name.givenName` or `emails[type eq "work"].value`; Entra sends
 *   such keys (checklist X-05).
 * - `schemasPassedOver`: an operation on `schemas`, which the service provider keeps itself (checklist X-20).
 */
type PathLeniency = {
  readonly name: "unknownAttributes" | "pathAsKey" | "schemasPassedOver";
  readonly detail: string;
};

type Resolution = {
  readonly resourceType: ResourceType;
  readonly rejectsUnknownKeys: boolean;
  readonly operations: PatchOperation[];
  /** Keys that no schema knows. */
  readonly unknownKeys: Set<string>;
  /** By their details, each once. */
  readonly leniencies: Map<string, PathLeniency>;
};

/**
 * Finds the attribute of every operation. An operation without a path, or on a whole extension, becomes one operation
 * for each key of its value; its keys may be plain, dotted, filtered, or begin with a URN. A path that no schema knows
 * is an error; a *key* that no schema knows is up to `unknownAttributes`, since clients send back what they once read.
 *
 * @throws ScimError invalidPath, invalidFilter, invalidValue, invalidSyntax (a key twice), noTarget (remove without path)
 * @see RFC 7644 §3.5.2
 */
export function resolvePatchOperations(
  resourceType: ResourceType,
  raw: readonly RawPatchOperation[],
  options: { readonly unknownAttributes: "ignore" | "keep" | "reject" },
): ResolvedOperations {
  const resolution: Resolution = {
    resourceType,
    rejectsUnknownKeys: options.unknownAttributes === "reject",
    operations: [],
    unknownKeys: new Set(),
    leniencies: new Map(),
  };
  for (const operation of raw) {
    if (operation.path === undefined) {
      resolvePathless(resolution, operation);
    } else {
      resolvePath(resolution, operation, operation.path);
    }
  }
  return {
    operations: resolution.operations,
    leniencies: [
      ...[...resolution.unknownKeys].map(
        (key): PathLeniency => ({
          name: "unknownAttributes",
          detail: `ignored the attribute ${quoteText(key)}, which no schema of the ${resourceType.name} knows`,
        }),
      ),
      ...resolution.leniencies.values(),
    ],
  };
}

function noteLeniency({ leniencies }: Resolution, name: PathLeniency["name"], detail: string): void {
  leniencies.set(detail, { name, detail });
}

function resolvePathless(resolution: Resolution, { op, value }: RawPatchOperation): void {
  if (op === "remove") {
    throw new ScimError("noTarget", "The operation remove needs a path that says what to remove.");
  }
  if (!isJsonObject(value)) {
    throw new ScimError(
      "invalidValue",
      `An operation ${op} without a path needs an object of attributes as its value, such as {"active": false}.`,
    );
  }
  expandValue(resolution, op, value, { prefix: "", pathless: true });
}

function resolvePath(resolution: Resolution, { op, value }: RawPatchOperation, pathText: string): void {
  const { resourceType } = resolution;
  if (isCoreSchema(resourceType, pathText)) {
    resolvePathless(resolution, { op, ...(value === undefined ? {} : { value }) });
    return;
  }
  const target = resolveAttributePath(parseAttributePath(pathText, resourceType), resourceType);
  if (target === undefined) {
    throw unknownPath(resourceType, pathText);
  }
  if (target.kind === "extension" && op !== "remove") {
    resolveExtensionObject(resolution, op, pathText, target, value ?? null, false);
    return;
  }
  addOperation(resolution, op, pathText, target, value, false);
}

type Expansion = { readonly prefix: string; readonly pathless: boolean };

function expandValue(resolution: Resolution, op: "add" | "replace", value: JsonObject, expansion: Expansion): void {
  const seen = new Set<string>();
  for (const [key, member] of Object.entries(value)) {
    const folded = key.toLowerCase();
    if (seen.has(folded)) {
      throw new ScimError(
        "invalidSyntax",
        `The attribute ${key} is twice in the value of one operation. Send it once.`,
      );
    }
    seen.add(folded);
    resolveKey(resolution, op, key, member, expansion);
  }
}

function resolveKey(
  resolution: Resolution,
  op: "add" | "replace",
  key: string,
  member: JsonValue,
  { prefix, pathless }: Expansion,
): void {
  const { resourceType } = resolution;
  if (prefix === "" && isCoreSchema(resourceType, key)) {
    if (!isUnassigned(member)) {
      resolvePathless(resolution, { op, value: member });
    }
    return;
  }
  const pathText = `${prefix}${key}`;
  const target =
    prefix === "" && isJsonObject(member)
      ? readAsExtension(key, resolveKeyPath(resourceType, key))
      : resolveKeyPath(resourceType, pathText);
  if (target === undefined) {
    if (resolution.rejectsUnknownKeys) {
      throw unknownPath(resourceType, pathText);
    }
    resolution.unknownKeys.add(pathText);
  } else if (target.kind === "extension") {
    resolveExtensionObject(resolution, op, pathText, target, member, pathless);
  } else {
    if (prefix === "" && (target.subAttribute !== undefined || target.valueFilter !== undefined)) {
      noteLeniency(resolution, "pathAsKey", `read the key ${quoteText(key)} as a path`);
    }
    addOperation(resolution, op, pathText, target, member, pathless);
  }
}

/**
 * A key such as `urn:acme:hr` that holds an object is an extension that no schema knows, and not the attribute `hr` of
 * `urn:acme`; unless what stands before the attribute looks like a schema's URN, as in `urn:acme:2.0:User:address`.
 */
function readAsExtension(key: string, target: ResolvedPath | undefined): ResolvedPath | undefined {
  if (target?.kind !== "attribute" || target.attribute.undefinedBySchema !== true || target.extension === undefined) {
    return target;
  }
  if (/:v?\d+(\.\d+)*:[^:]+$/.test(target.extension)) return target;
  return { kind: "extension", schema: { id: key, name: key, description: "", attributes: [] } };
}

/** A key that does not even read as a path is a key that no schema knows. */
function resolveKeyPath(resourceType: ResourceType, key: string): ResolvedPath | undefined {
  try {
    return resolveAttributePath(parseAttributePath(key, resourceType), resourceType);
  } catch (error) {
    if (error instanceof ScimError && error.kind === "invalidPath") {
      return undefined;
    }
    throw error;
  }
}

/** The attributes of an extension's object are operations of their own; null unassigns the whole object. */
function resolveExtensionObject(
  resolution: Resolution,
  op: "add" | "replace",
  pathText: string,
  target: ResolvedPath & { kind: "extension" },
  value: JsonValue,
  pathless: boolean,
): void {
  if (isJsonObject(value)) {
    expandValue(resolution, op, value, { prefix: `${target.schema.id}:`, pathless });
  } else if (!isUnassigned(value)) {
    throw new ScimError("invalidValue", `The value of ${pathText} must be an object with attributes of that schema.`);
  } else if (op === "replace") {
    addOperation(resolution, "remove", pathText, target, undefined, pathless);
  }
}

function addOperation(
  resolution: Resolution,
  op: PatchOperation["op"],
  pathText: string,
  target: ResolvedPath,
  value: JsonValue | undefined,
  pathless: boolean,
): void {
  if (target.kind === "attribute" && target.extension === undefined && target.attribute.name === "schemas") {
    // The service provider keeps `schemas` itself; clients send it along all the same.
    noteLeniency(resolution, "schemasPassedOver", "passed over schemas, which Roster keeps itself");
    return;
  }
  const changed = target.kind === "attribute" ? (target.subAttribute ?? target.attribute) : undefined;
  // What is to be removed may come with any value: only a list of elements means something.
  const isRead = changed !== undefined && value !== undefined && (op !== "remove" || changed.multiValued);
  const canonicalValue = isRead ? canonicaliseValue(changed, value) : value;
  const newElement = op === "remove" ? undefined : createElement(resolution.resourceType, pathText, target);
  resolution.operations.push({
    op,
    target,
    pathText,
    pathless,
    ...(canonicalValue === undefined ? {} : { value: canonicalValue }),
    ...(newElement === undefined ? {} : { newElement }),
  });
}

function createElement(resourceType: ResourceType, pathText: string, target: ResolvedPath): JsonObject | undefined {
  if (target.kind === "extension" || target.valueFilter === undefined) {
    return undefined;
  }
  if (!target.attribute.multiValued && target.attribute.undefinedBySchema === undefined) {
    throw new ScimError(
      "invalidPath",
      `${target.attribute.name} has one value only: leave the filter out of ${quoteText(pathText)}.`,
    );
  }
  // Read from the text once more: the checked filter holds folded values, and values are stored as they were sent.
  const written = parseAttributePath(pathText, resourceType).valueFilter;
  return written === undefined ? undefined : createElementFromFilter(target.attribute, written);
}

function unknownPath(resourceType: ResourceType, pathText: string): ScimError {
  const [name = ""] = pathText.split("[");
  const closest =
    findMeantPath(name, listAttributePaths(resourceType)) ?? findNearestName(name, listAttributeNames(resourceType));
  return new ScimError(
    "invalidPath",
    `No schema of the ${resourceType.name} has the attribute ${quoteText(pathText)}.${closest === undefined ? "" : ` Did you mean "${closest}"?`}`,
  );
}
