import { ScimError } from "../errors";
import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { quoteText } from "../quote-text";
import { bulkRequestUrn } from "../urns";
import { bulkLimits, describeBulkLimits } from "./bulk-limits";
import type { BulkOperation, BulkRequest } from "./bulk-operation";
import { parseBulkOperation } from "./parse-bulk-operation";
import { readMember } from "./read-member";

/**
 * Reads a Bulk request. What is wrong with the request as a whole is thrown; what is wrong with one operation is kept
 * with that operation, so that the others can be done.
 *
 * @throws ScimError invalidSyntax, invalidValue (failOnErrors), payloadTooLarge
 * @see RFC 7644 §3.7
 */
export function parseBulkRequest(body: JsonValue): BulkRequest {
  if (!isJsonObject(body)) {
    throw new ScimError(
      "invalidSyntax",
      "The body of a Bulk request must be a JSON object with schemas and Operations.",
    );
  }
  checkSchemas(readMember(body, "schemas", "The body"));
  const failOnErrors = parseFailOnErrors(readMember(body, "failOnErrors", "The body"));
  const operations = parseOperations(readMember(body, "Operations", "The body"));
  return { ...(failOnErrors === undefined ? {} : { failOnErrors }), operations };
}

function checkSchemas(schemas: JsonValue | undefined): void {
  const isBulk =
    Array.isArray(schemas) &&
    schemas.some((urn) => typeof urn === "string" && urn.toLowerCase() === bulkRequestUrn.toLowerCase());
  if (!isBulk) throw new ScimError("invalidSyntax", `The schemas of a Bulk request must be ["${bulkRequestUrn}"].`);
}

function parseFailOnErrors(value: JsonValue | undefined): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1) return value;
  throw new ScimError(
    "invalidValue",
    `failOnErrors is ${quoteText(JSON.stringify(value))}; it must be an integer from 1 on. Leave it out to have all operations processed whatever fails.`,
  );
}

function parseOperations(value: JsonValue | undefined): BulkOperation[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new ScimError("invalidSyntax", "A Bulk request needs Operations: an array with at least one operation.");
  }
  if (value.length > bulkLimits.maxOperations) {
    throw new ScimError("payloadTooLarge", `The request has ${value.length} operations. ${describeBulkLimits()}`);
  }
  const bulkIds = new Set<string>();
  return value.map((operation, index) => {
    const parsed = parseBulkOperation(expectObject(operation, index));
    if (parsed.bulkId === undefined) return parsed;
    if (bulkIds.has(parsed.bulkId)) return refuseRepeatedBulkId(parsed, parsed.bulkId);
    bulkIds.add(parsed.bulkId);
    return parsed;
  });
}

/** Without a method there is no result to give for it, so that the request as a whole is refused. */
function expectObject(operation: JsonValue, index: number): JsonObject {
  if (isJsonObject(operation)) return operation;
  throw new ScimError("invalidSyntax", `Operations[${index}] must be an object with method, path, bulkId and data.`);
}

function refuseRepeatedBulkId({ method, path }: BulkOperation, bulkId: string): BulkOperation {
  const refusal = new ScimError(
    "invalidValue",
    `An earlier operation of this request has the bulkId ${quoteText(bulkId)} too. Give each operation a bulkId of its own.`,
  );
  return {
    kind: "refused",
    bulkId,
    ...(method === undefined ? {} : { method }),
    ...(path === undefined ? {} : { path }),
    refusal,
  };
}
