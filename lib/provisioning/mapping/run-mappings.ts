import type { ResourceType } from "@/lib/scim/attribute";
import { canonicaliseNames } from "@/lib/scim/canonicalise";
import { ScimError } from "@/lib/scim/errors";
import { findExtension, isCoreSchema } from "@/lib/scim/find-attribute";
import { compareCodePoints } from "@/lib/scim/fold";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { isUnassigned, setMember } from "@/lib/scim/json-object";
import { quoteText } from "@/lib/scim/quote-text";
import { validateResource } from "@/lib/scim/validate-resource";
import type { Capabilities } from "../capabilities";
import type { PropertyMapping } from "../target";
import { compileMapping } from "./compile-mapping";
import { leaveOutUnsupported } from "./leave-out-unsupported";
import type { ExpressionError } from "./mapping-error";
import type { MappingResourceType, MappingSource } from "./mapping-source";
import { mergeMaps } from "./merge-values";
import { describeRefusedKey } from "./refused-keys";
import { createTargetResourceType } from "./target-resource-type";

/** Why there is no payload for a resource, in words for the owner. */
export type MappingProblem = {
  /** The name of the mapping at fault, where it is one. */
  readonly mapping?: string;
  /** The attribute at fault, at the top level of the payload. */
  readonly path?: string;
  readonly detail: string;
};

export type DesiredPayload =
  | {
      readonly ok: true;
      readonly payload: JsonObject;
      /** Paths that mappings yield and the target does not take. */
      readonly leftOut: readonly string[];
    }
  | { readonly ok: false; readonly problem: MappingProblem };

/** The attribute without which nothing can be made there. */
const requiredNames = { User: "userName", Group: "displayName" } as const;

class ProblemFound extends Error {
  readonly problem: MappingProblem;

  constructor(problem: MappingProblem) {
    super(problem.detail);
    this.name = "ProblemFound";
    this.problem = problem;
  }
}

/**
 * What a target is to hold of a resource, members of a group aside. All mappings of its type run in the order of their
 * names, and what they yield is merged: maps by key, lists without an equal element twice, otherwise the later wins. The
 * result is held against the schemas of SCIM and of the target, and is left without what the target does not take. Nothing
 * in it is null or empty; `schemas` begins with the core schema.
 *
 * Extensions that neither SCIM nor the target defines pass as they are.
 */
export function createDesiredPayload({
  resourceType,
  mappings,
  source,
  capabilities,
}: {
  readonly resourceType: MappingResourceType;
  /** Of any resource type; those of another one are passed over. */
  readonly mappings: readonly PropertyMapping[];
  readonly source: MappingSource;
  readonly capabilities?: Pick<Capabilities, "schemas" | "unsupported"> | undefined;
}): DesiredPayload {
  const type = createTargetResourceType(resourceType, capabilities?.schemas);
  try {
    const yielded = runMappings(type, resourceType, mappings, source);
    const payload = checkPayload(type, resourceType, yielded);
    const unsupported = capabilities?.unsupported ?? [];
    return {
      ok: true,
      ...leaveOutUnsupported(
        payload,
        unsupported.filter(({ path }) => !isIndispensable(type, path)),
      ),
    };
  } catch (error) {
    if (!(error instanceof ProblemFound)) throw error;
    return { ok: false, problem: error.problem };
  }
}

/** What makes a payload a SCIM resource stays, whatever a target's schema says of it. */
function isIndispensable(type: ResourceType, path: string): boolean {
  const prefix = `${type.schema.id}:`;
  const name = isCoreSchema(type, path.slice(0, prefix.length - 1)) ? path.slice(prefix.length) : path;
  return ["schemas", type.name === "User" ? requiredNames.User : requiredNames.Group].some(
    (indispensable) => indispensable.toLowerCase() === name.toLowerCase(),
  );
}

/** In the order in which they run: of their names, by code point. */
function sortMappings(mappings: readonly PropertyMapping[]): PropertyMapping[] {
  return [...mappings].sort((a, b) => compareCodePoints(a.name, b.name) || compareCodePoints(a.id, b.id));
}

type Yielded = {
  readonly attributes: JsonObject;
  /** `schemas` as mappings give them. */
  readonly schemas: readonly string[];
  /** Which mapping set an attribute last. */
  readonly setBy: ReadonlyMap<string, string>;
};

function runMappings(
  type: ResourceType,
  resourceType: MappingResourceType,
  mappings: readonly PropertyMapping[],
  source: MappingSource,
): Yielded {
  const own = sortMappings(mappings.filter((mapping) => mapping.resourceType === resourceType));
  if (own.length === 0) {
    const people = resourceType === "User" ? "people" : "groups";
    throw new ProblemFound({
      detail: `The target has no mapping for ${people}, so that nothing can be sent. Add one.`,
    });
  }
  let attributes: JsonObject = {};
  const schemas: string[] = [];
  const setBy = new Map<string, string>();
  for (const mapping of own) {
    const { schemas: given, ...others } = runMapping(type, mapping, source);
    schemas.push(...readSchemas(mapping, given));
    for (const name of Object.keys(others)) setBy.set(name, mapping.name);
    attributes = mergeMaps(attributes, others);
  }
  return { attributes, schemas, setBy };
}

/** What one mapping yields, its names in the casing and places of the schemas. */
function runMapping(type: ResourceType, mapping: PropertyMapping, source: MappingSource): JsonObject {
  const compiled = compileMapping(mapping.resourceType, mapping.expression);
  if (!compiled.ok) throw createExpressionProblem(mapping, compiled.errors[0]);
  const result = compiled.mapping.run(source);
  if (!result.ok) throw createExpressionProblem(mapping, result.error);
  const yielded = inMapping(mapping, () => canonicaliseNames(type, result.value ?? {}));
  for (const name of Object.keys(yielded)) {
    const detail = describeRefusedKey(mapping.resourceType, name) ?? describeBadExtension(name, yielded);
    if (detail !== undefined) throw new ProblemFound({ mapping: mapping.name, path: name, detail });
  }
  return yielded;
}

function createExpressionProblem(mapping: PropertyMapping, error: ExpressionError | undefined): ProblemFound {
  const where = error === undefined ? "" : `Line ${error.line}, column ${error.column}: ${error.message}`;
  return new ProblemFound({ mapping: mapping.name, detail: where });
}

function describeBadExtension(name: string, yielded: JsonObject): string | undefined {
  if (!/^urn:/i.test(name) || isJsonObject(yielded[name])) return undefined;
  return `What stands under the URN of an extension must be a map, and what stands under ${quoteText(name)} is none.`;
}

function readSchemas(mapping: PropertyMapping, given: JsonObject[string] | undefined): string[] {
  if (given === undefined) return [];
  if (Array.isArray(given) && given.every((urn) => typeof urn === "string")) return given;
  throw new ProblemFound({ mapping: mapping.name, path: "schemas", detail: "schemas must be a list of URNs." });
}

/** Makes problems of what lib/scim refuses. */
function inMapping<Result>(mapping: Pick<PropertyMapping, "name">, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    throw new ProblemFound({ mapping: mapping.name, detail: error.message });
  }
}

function checkPayload(type: ResourceType, resourceType: MappingResourceType, yielded: Yielded): JsonObject {
  const { attributes, setBy } = yielded;
  const required = requiredNames[resourceType];
  if (isBlank(attributes[required])) {
    const setter = setBy.get(required);
    throw new ProblemFound({
      ...(setter === undefined ? {} : { mapping: setter }),
      path: required,
      detail: `The mappings yield no ${required}, which every ${resourceType === "User" ? "person" : "group"} needs.`,
    });
  }
  const known: JsonObject = {};
  const unknown: JsonObject = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (!isUnassigned(value)) setMember(isUnknownExtension(type, name) ? unknown : known, name, value);
  }
  const { schemas: own, ...valid } = validate(type, required, known, setBy);
  const extensions = [...(Array.isArray(own) ? own.map(String) : []), ...Object.keys(unknown)];
  return { schemas: listSchemas(type, extensions, yielded.schemas), ...valid, ...unknown };
}

function validate(
  type: ResourceType,
  required: string,
  attributes: JsonObject,
  setBy: ReadonlyMap<string, string>,
): JsonObject {
  try {
    return validateResource(type, attributes, "create");
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    const path = Object.keys(attributes).find((name) => isInvalidAlone(type, required, name, attributes));
    const mapping = path === undefined ? undefined : setBy.get(path);
    throw new ProblemFound({
      ...(mapping === undefined ? {} : { mapping }),
      ...(path === undefined ? {} : { path }),
      detail: error.message,
    });
  }
}

function isInvalidAlone(type: ResourceType, required: string, name: string, attributes: JsonObject): boolean {
  const alone: JsonObject = { [required]: "x" };
  setMember(alone, name, attributes[name] ?? null);
  const withoutRequired = {
    ...type,
    schema: { ...type.schema, attributes: type.schema.attributes.map((one) => ({ ...one, required: false })) },
  };
  try {
    validateResource(withoutRequired, alone, "create");
    return false;
  } catch (error) {
    if (error instanceof ScimError) return true;
    throw error;
  }
}

/** The core schema, then the extensions that are there, then what mappings name besides; each once. */
function listSchemas(type: ResourceType, present: readonly string[], given: readonly string[]): string[] {
  const listed: string[] = [];
  for (const urn of [type.schema.id, ...present, ...given]) {
    if (!listed.some((other) => other.toLowerCase() === urn.toLowerCase())) listed.push(urn);
  }
  return listed;
}

function isUnknownExtension(type: ResourceType, name: string): boolean {
  return /^urn:/i.test(name) && !isCoreSchema(type, name) && findExtension(type, name) === undefined;
}

function isBlank(value: JsonObject[string] | undefined): boolean {
  return isUnassigned(value) || (typeof value === "string" && value.trim() === "");
}
