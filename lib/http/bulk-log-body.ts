import { isJsonObject, type JsonValue } from "@/lib/scim/json";
import { maxCharacters } from "./redact";

/**
 * The answer to a Bulk as the request log keeps it: whole, or, when that is too long, the results of the operations that
 * were refused, since those are what somebody looks for.
 */
export function shortenBulkBody(responseBody: string): string {
  if (responseBody.length <= maxCharacters) return responseBody;
  const body: JsonValue = JSON.parse(responseBody);
  const results = isJsonObject(body) && Array.isArray(body.Operations) ? body.Operations : [];
  const refused = results.filter((result) => isJsonObject(result) && result.response !== undefined);
  return JSON.stringify({ onlyRefused: true, results: results.length, Operations: refused });
}
