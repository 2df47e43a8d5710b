import { ScimError } from "@/lib/scim/errors";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { isJsonObject } from "@/lib/scim/json";
import { applyPatch } from "@/lib/scim/patch/apply-patch";
import { parsePatchRequest } from "@/lib/scim/patch/parse-patch-request";
import type { RawPatchOperation } from "@/lib/scim/patch/patch-operation";
import { resolvePatchOperations } from "@/lib/scim/patch/resolve-operations";
import { patchOpUrn } from "@/lib/scim/urns";
import type { FakeBehaviour } from "./behaviour";
import type { Endpoint, Setting } from "./operation";
import { checkMemberTypes, textMembers } from "./prepare-attributes";

/**
 * The attributes that a PATCH leaves, not yet validated.
 *
 * @throws ScimError
 * @see RFC 7644 §3.5.2
 */
export function patchAttributes(
  { behaviour }: Setting,
  { type }: Endpoint,
  stored: JsonObject,
  body: JsonValue,
): JsonObject {
  const hasSchemas = behaviour.patchNeedsSchemas || !isJsonObject(body) || body.schemas !== undefined;
  const request = hasSchemas ? body : { ...body, schemas: [patchOpUrn] };
  const operations = parsePatchRequest(request).map((operation) => readOperation(behaviour, operation));
  const named = operations.reduce((sum, operation) => sum + countMembers(operation), 0);
  if (named > behaviour.membersPerPatch) {
    throw new ScimError("tooMany", `The PATCH names ${named} members; ${behaviour.membersPerPatch} is the most.`);
  }
  const resolved = resolvePatchOperations(type, operations, { unknownAttributes: behaviour.unknownAttributes });
  return applyPatch({ ...type, strict: behaviour.strictPatch }, stored, resolved.operations);
}

/** The operation as the behaviour takes it. */
function readOperation(behaviour: FakeBehaviour, operation: RawPatchOperation): RawPatchOperation {
  const { op, path, value } = operation;
  if (path === undefined && !behaviour.pathlessOperations) {
    throw new ScimError("invalidPath", `The operation ${op} needs a path here.`);
  }
  if (op !== "remove") checkMemberTypes(behaviour, listMembers(operation));
  const isMemberPath = path !== undefined && /^members\[/i.test(path);
  if (isMemberPath && !behaviour.memberPaths) {
    throw new ScimError("invalidPath", `Value filters in paths, as in ${path}, are not supported here.`);
  }
  if (!isMemberPath && path?.includes("[") && behaviour.valuePaths !== "supported") {
    throw new ScimError(behaviour.valuePaths, `Value filters in paths, as in ${path}, are not supported here.`);
  }
  if (op === "remove" && path !== undefined && value !== undefined) {
    if (behaviour.removeWithValue === "refused") throw new ScimError("invalidValue", "remove takes no value.");
    if (behaviour.removeWithValue === "removesAll") return { op, path };
  }
  if (behaviour.ids === "integer" && value !== undefined) return { ...operation, value: textValue(path, value) };
  return operation;
}

function textValue(path: string | undefined, value: JsonValue): JsonValue {
  if (path?.toLowerCase() === "members") return textMembers(value);
  return path === undefined && isJsonObject(value) && value.members !== undefined
    ? { ...value, members: textMembers(value.members) }
    : value;
}

function countMembers(operation: RawPatchOperation): number {
  const { path } = operation;
  if (path !== undefined && /^members\[/i.test(path)) return 1;
  const members = listMembers(operation);
  return Array.isArray(members) ? members.length : 0;
}

/** The members that an operation names. */
function listMembers({ path, value }: Pick<RawPatchOperation, "path" | "value">): JsonValue | undefined {
  if (path?.toLowerCase() === "members") return value;
  return path === undefined && isJsonObject(value) ? value.members : undefined;
}
