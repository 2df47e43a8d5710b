import { ScimError } from "../errors";
import type { JsonObject, JsonValue } from "../json";
import { findMemberName } from "../json-object";
import { quoteText } from "../quote-text";
import type { BulkMethod, BulkOperation, RefusedOperation } from "./bulk-operation";
import { readMember } from "./read-member";

const methods: readonly BulkMethod[] = ["POST", "PUT", "PATCH", "DELETE"];
const readingMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Reads one operation of a Bulk request. What is wrong with it becomes its refusal.
 *
 * @see RFC 7644 §3.7
 */
export function parseBulkOperation(operation: JsonObject): BulkOperation {
  try {
    const method = checkMethod(readText(operation, "method"));
    const bulkId = readText(operation, "bulkId");
    const path = readText(operation, "path");
    const version = readText(operation, "version");
    const data = readMember(operation, "data", "The operation");
    if (path === undefined || path.trim() === "") {
      throw new ScimError("invalidValue", "The operation has no path, such as /Users or /Users/{id}.");
    }
    if (method === "POST" && (bulkId ?? "") === "") {
      throw new ScimError(
        "invalidValue",
        "The operation has no bulkId, which a POST needs: a text of your choice by which the result is known again.",
      );
    }
    return {
      kind: "runnable",
      method,
      ...(bulkId === undefined || bulkId === "" ? {} : { bulkId }),
      path,
      // There is no version of what is only to be created. (RFC 7644 §3.7)
      ...(version === undefined || method === "POST" ? {} : { version }),
      ...(method === "DELETE" ? {} : { data: checkData(method, data) }),
    };
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    return { kind: "refused", ...listReadable(operation), refusal: error };
  }
}

/** What can be read of a wrong operation: it goes into its result, by which the client knows it again. */
function listReadable(operation: JsonObject): Pick<RefusedOperation, "method" | "bulkId" | "path"> {
  const find = (name: string) => {
    const key = findMemberName(operation, name);
    const value = key === undefined ? undefined : operation[key];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const [method, bulkId, path] = [find("method"), find("bulkId"), find("path")];
  return {
    ...(method === undefined ? {} : { method: method.toUpperCase() }),
    ...(bulkId === undefined ? {} : { bulkId }),
    ...(path === undefined ? {} : { path }),
  };
}

/** A member that must be a text, where it is there; null says that it is not. */
function readText(operation: JsonObject, name: string): string | undefined {
  const value = readMember(operation, name, "The operation") ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw new ScimError("invalidValue", `The ${name} of the operation must be a text, and is ${shorten(value)}.`);
}

function checkMethod(method: string | undefined): BulkMethod {
  const found = methods.find((known) => known === method?.toUpperCase());
  if (found !== undefined) return found;
  const sent = method === undefined ? "The operation has no method" : `The method is ${quoteText(method)}`;
  const detail = `${sent}; in a Bulk request it is POST, PUT, PATCH or DELETE.`;
  if (method === undefined || !readingMethods.has(method.toUpperCase())) throw new ScimError("invalidValue", detail);
  throw new ScimError("methodNotAllowed", `${detail} Read by requests of their own.`);
}

function checkData(method: BulkMethod, data: JsonValue | undefined): JsonValue {
  if (data !== undefined && data !== null) return data;
  const what = method === "PATCH" ? "the body of a PATCH, with schemas and Operations" : "the resource";
  throw new ScimError("invalidSyntax", `The operation has no data, which a ${method} needs: ${what}.`);
}

function shorten(value: JsonValue): string {
  return JSON.stringify(value).slice(0, 100);
}
