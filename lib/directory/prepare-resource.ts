import type { ResourceType } from "@/lib/scim/attribute";
import { canonicaliseNames } from "@/lib/scim/canonicalise";
import { ScimError } from "@/lib/scim/errors";
import { findTopLevelAttribute } from "@/lib/scim/find-attribute";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { isUnassigned } from "@/lib/scim/json-object";
import { applyPatch } from "@/lib/scim/patch/apply-patch";
import { parsePatchRequest } from "@/lib/scim/patch/parse-patch-request";
import type { PatchOperation } from "@/lib/scim/patch/patch-operation";
import { resolvePatchOperations } from "@/lib/scim/patch/resolve-operations";
import { quoteText } from "@/lib/scim/quote-text";
import { validateResource } from "@/lib/scim/validate-resource";
import type { Leniency } from "./compatibility/leniency";
import { listQualifiedKeys } from "./compatibility/list-qualified-keys";
import { normalisePatchOperations } from "./compatibility/normalise-patch-operations";
import { normaliseResource } from "./compatibility/normalise-resource";
import { noteFilterLeniencies } from "./compatibility/note-filter-leniencies";
import type { DirectoryRequest } from "./directory-request";
import { noteOption, noteSubject } from "./request-record";
import { readStrictBody } from "./strict/read-strict-body";
import { readStrictPatch } from "./strict/read-strict-patch";

/**
 * Reads the body of a POST or PUT: names in their canonical casing, the tolerances applied and noted on the request; of
 * a strict client without any. Attributes that the client unassigns are still there, as null.
 */
export function readResourceBody(request: DirectoryRequest, resourceType: ResourceType, body: JsonValue): JsonObject {
  return readBodyAndPassword(request, resourceType, body).input;
}

/** As `readResourceBody`, and the password that is no part of the person. */
export function readBodyAndPassword(
  request: DirectoryRequest,
  resourceType: ResourceType,
  body: JsonValue,
): { readonly input: JsonObject; readonly password?: string } {
  if (resourceType.strict) {
    noteOption(request.record, request.client.options, "strict");
    return { input: readStrictBody(resourceType, body) };
  }
  const canonical = canonicaliseNames(resourceType, body);
  noteNames(request, canonical);
  const normalised = normaliseResource(resourceType, canonical, request.client.options);
  noteLeniencies(request, [...listQualifiedKeys(resourceType, body), ...normalised.leniencies]);
  return withPassword({ input: normalised.body }, normalised.password);
}

/**
 * What a POST leaves out of a person's state: a strict client sees `active` as required, and everybody is active until
 * somebody says otherwise.
 *
 * Checklist P-07.
 */
export function withDefaultActive(resourceType: ResourceType, body: JsonObject): JsonObject {
  const isRequired = findTopLevelAttribute(resourceType, "active")?.required === true;
  return isRequired && isUnassigned(body.active) ? { ...body, active: true } : body;
}

/** Reads the body of a PATCH into operations, the tolerances applied and noted on the request; of a strict client none. */
export function readPatchBody(
  request: DirectoryRequest,
  resourceType: ResourceType,
  body: JsonValue,
): readonly PatchOperation[] {
  return readPatchAndPassword(request, resourceType, body).operations;
}

type PatchAndPassword = { readonly operations: readonly PatchOperation[]; readonly password?: string };

/** As `readPatchBody`, and the password that the operations leave, which is no part of the person. */
export function readPatchAndPassword(
  request: DirectoryRequest,
  resourceType: ResourceType,
  body: JsonValue,
): PatchAndPassword {
  const patch = resourceType.strict
    ? { operations: readStrictPatch(resourceType, body) }
    : readTolerantPatch(request, resourceType, body);
  for (const { target } of patch.operations) {
    if (target.kind === "attribute") noteFilterLeniencies(request, target.valueFilter);
  }
  return patch;
}

function readTolerantPatch(request: DirectoryRequest, resourceType: ResourceType, body: JsonValue): PatchAndPassword {
  const resolved = resolvePatchOperations(resourceType, parsePatchRequest(body), request.client.options);
  const normalised = normalisePatchOperations(resolved.operations, request.client.options);
  noteLeniencies(request, [...resolved.leniencies, ...normalised.leniencies]);
  return withPassword({ operations: normalised.operations }, normalised.password);
}

function withPassword<Read extends object>(
  read: Read,
  password: string | undefined,
): Read & { readonly password?: string } {
  return password === undefined ? read : { ...read, password };
}

/** Whom a body is about is worth knowing above all when it is refused. */
function noteNames({ record }: DirectoryRequest, { userName, displayName, externalId }: JsonObject): void {
  noteSubject(record, userName ?? displayName, userName, externalId);
}

function noteLeniencies(request: DirectoryRequest, leniencies: readonly Leniency[]): void {
  request.leniencies.push(...leniencies);
  if (leniencies.some(({ name }) => name === "unknownAttributes")) {
    noteOption(request.record, request.client.options, "unknownAttributes");
  }
}

/** Each operation looks at all elements of its attribute, so that their number must be bounded. */
const maxOperations = 500;

/**
 * The resource that a PATCH leaves, checked as a whole.
 *
 * @param operations not those on a group's members, which may be many more
 * @param leniencies is given what only the stored resource made it necessary to tolerate, such as `elementCreated`: Entra
 *   replaces `emails[type eq "work"].value` where there is no such value yet (checklist X-08)
 * @throws ScimError payloadTooLarge, and what applyPatch and validateResource throw
 */
export function patchResource(
  resourceType: ResourceType,
  current: JsonObject,
  operations: readonly PatchOperation[],
  leniencies: Leniency[],
): JsonObject {
  if (operations.length > maxOperations) {
    throw new ScimError(
      "payloadTooLarge",
      `The PATCH has ${operations.length} operations on one ${resourceType.name}, and ${maxOperations} is the most. Send several requests, or the elements of an attribute in one operation.`,
    );
  }
  const noteCreation = (pathText: string) => {
    leniencies.push({ name: "elementCreated", detail: `made the value that ${quoteText(pathText)} asks for` });
  };
  return validateResource(resourceType, applyPatch(resourceType, current, operations, noteCreation), "patched");
}
