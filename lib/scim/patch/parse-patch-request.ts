import { checkJson } from "../check-json";
import { ScimError } from "../errors";
import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { patchOpUrn } from "../urns";
import type { RawPatchOperation } from "./patch-operation";

const maxOperations = 10_000;

/**
 * Reads the envelope of a PATCH: `schemas` and `Operations`. The names `Operations`, `op`, `path` and `value` and the
 * words add, replace and remove are taken in any case.
 *
 * @throws ScimError invalidSyntax, invalidPath (a path that is no text), invalidValue, payloadTooLarge
 * @see RFC 7644 §3.5.2
 */
export function parsePatchRequest(body: JsonValue): RawPatchOperation[] {
  if (!isJsonObject(body)) {
    throw new ScimError("invalidSyntax", "The body of a PATCH must be a JSON object with schemas and Operations.");
  }
  checkJson(body);
  checkSchemas(getMemberOfAnyCase(body, "schemas", "The body"));
  const operations = getMemberOfAnyCase(body, "Operations", "The body");
  if (!Array.isArray(operations) || operations.length === 0) {
    throw new ScimError("invalidSyntax", "A PATCH needs Operations: an array with at least one operation.");
  }
  if (operations.length > maxOperations) {
    throw new ScimError(
      "payloadTooLarge",
      `The PATCH has ${operations.length} operations; ${maxOperations} is the most that one request may have. Send several requests.`,
    );
  }
  return operations.map((operation, index) => parseOperation(operation, `Operations[${index}]`));
}

function checkSchemas(schemas: JsonValue | undefined): void {
  const isPatch =
    Array.isArray(schemas) &&
    schemas.some((urn) => typeof urn === "string" && urn.toLowerCase() === patchOpUrn.toLowerCase());
  if (!isPatch) {
    throw new ScimError("invalidSyntax", `The schemas of a PATCH must be ["${patchOpUrn}"].`);
  }
}

function parseOperation(operation: JsonValue, where: string): RawPatchOperation {
  if (!isJsonObject(operation)) {
    throw new ScimError("invalidSyntax", `${where} must be an object with op, path and value.`);
  }
  const op = parseOp(getMemberOfAnyCase(operation, "op", where), where);
  const path = getMemberOfAnyCase(operation, "path", where) ?? undefined;
  if (path !== undefined && typeof path !== "string") {
    throw new ScimError("invalidPath", `The path of ${where} must be a text such as "name.givenName".`);
  }
  const value = getMemberOfAnyCase(operation, "value", where);
  if (value === undefined && op !== "remove") {
    throw new ScimError(
      "invalidValue",
      `${where} has no value, which ${op} needs. To unassign ${path ?? "an attribute"} use the op remove, or the value null.`,
    );
  }
  return { op, ...(path === undefined ? {} : { path }), ...(value === undefined ? {} : { value }) };
}

function parseOp(op: JsonValue | undefined, where: string): RawPatchOperation["op"] {
  const folded = typeof op === "string" ? op.toLowerCase() : undefined;
  if (folded === "add" || folded === "replace" || folded === "remove") {
    return folded;
  }
  const found = op === undefined ? "is missing" : `is ${JSON.stringify(op).slice(0, 100)}`;
  throw new ScimError("invalidSyntax", `The op of ${where} ${found}; it must be add, replace or remove.`);
}

function getMemberOfAnyCase(object: JsonObject, name: string, where: string): JsonValue | undefined {
  const folded = name.toLowerCase();
  const keys = Object.keys(object).filter((key) => key.toLowerCase() === folded);
  if (keys.length > 1) {
    throw new ScimError("invalidSyntax", `${where} has ${name} twice, as "${keys.join('" and as "')}". Send it once.`);
  }
  const key = keys[0];
  return key === undefined ? undefined : object[key];
}
