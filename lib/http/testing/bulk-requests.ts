import { expect } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import {
  bulkRequestUrn,
  bulkResponseUrn,
  enterpriseUserSchemaUrn,
  errorUrn,
  groupSchemaUrn,
  patchOpUrn,
  userSchemaUrn,
} from "@/lib/scim/urns";
import { baseUrl, type EndpointFixture, type TestAnswer, type TestClient } from "./endpoint-fixture";

/** The body of a Bulk request. */
export function bulkBody(operations: readonly JsonObject[], failOnErrors?: number): JsonObject {
  return {
    schemas: [bulkRequestUrn],
    ...(failOnErrors === undefined ? {} : { failOnErrors }),
    Operations: [...operations],
  };
}

/** The creation of a person called by the bulkId, unless `more` says otherwise. */
export function createUser(bulkId: string, more: JsonObject = {}): JsonObject {
  const data = { schemas: [userSchemaUrn], userName: `${bulkId}@acme.example`, ...more };
  return { method: "POST", path: "/Users", bulkId, data };
}

/** The creation of a group called by the bulkId; `members` are ids or references. */
export function createGroup(bulkId: string, members: readonly string[] = [], more: JsonObject = {}): JsonObject {
  const values = members.map((value) => ({ value }));
  const data = {
    schemas: [groupSchemaUrn],
    displayName: bulkId,
    ...(values.length > 0 ? { members: values } : {}),
    ...more,
  };
  return { method: "POST", path: "/Groups", bulkId, data };
}

/** The creation of a person with a manager, an id or a reference. */
export function createManaged(bulkId: string, manager: string, more: JsonObject = {}): JsonObject {
  const schemas = [userSchemaUrn, enterpriseUserSchemaUrn];
  return createUser(bulkId, { schemas, [enterpriseUserSchemaUrn]: { manager: { value: manager } }, ...more });
}

/** The body of a PATCH. */
export function patchData(...operations: readonly JsonObject[]): JsonObject {
  return { schemas: [patchOpUrn], Operations: [...operations] };
}

/** A PATCH of what stands at `path`. */
export function patchAt(path: string, ...operations: readonly JsonObject[]): JsonObject {
  return { method: "PATCH", path, data: patchData(...operations) };
}

/** The id in a result's location. */
export function idOf(result: JsonObject | undefined): string {
  return String(result?.location).split("/").at(-1) ?? "";
}

/** A result's location below the base URL. */
export function pathOf(result: JsonObject | undefined): string {
  return String(result?.location).slice(baseUrl.length);
}

/** The results of a Bulk response that has the form of one. @see RFC 7644 §3.7.3 */
export function resultsOf(answer: TestAnswer): JsonObject[] {
  expect([answer.status, answer.body.schemas], answer.text).toEqual([200, [bulkResponseUrn]]);
  const { Operations: results = null, ...rest } = answer.body;
  expect(Object.keys(rest)).toEqual(["schemas"]);
  if (!Array.isArray(results)) throw new Error("There are no Operations.");
  return results.filter(isJsonObject).map(checkResult);
}

function checkResult(result: JsonObject): JsonObject {
  const { method, status, location, version, response, bulkId } = result;
  expect(status).toMatch(/^\d{3}$/);
  const isSuccess = String(status).startsWith("2");
  if (isSuccess) {
    expect(response).toBeUndefined();
    expect(location).toMatch(/^http:\/\/localhost:3000\/scim\/v2\/(Users|Groups)\/[-0-9a-f]{36}$/);
    if (method === "DELETE") expect(version).toBeUndefined();
    else expect(version).toMatch(/^W\/"\d+"$/);
  } else {
    expect(response).toMatchObject({ schemas: [errorUrn], status, detail: expect.stringMatching(/\S/) });
    expect(version).toBeUndefined();
    if (method === "POST") expect(location).toBeUndefined();
  }
  if (method === "POST" && isSuccess) expect(bulkId).toEqual(expect.any(String));
  return result;
}

/** Sends a Bulk request and returns its results. */
export async function sendBulk(
  fixture: EndpointFixture,
  client: TestClient,
  operations: readonly JsonObject[],
  failOnErrors?: number,
): Promise<JsonObject[]> {
  return resultsOf(await fixture.send(client, "POST", "/Bulk", { body: bulkBody(operations, failOnErrors) }));
}

/** The statuses of results, each with the bulkId. */
export function statusesOf(results: readonly JsonObject[]): string[] {
  return results.map(({ bulkId = "-", status = "?" }) => `${String(bulkId)} ${String(status)}`);
}

/** The scimType, or the status without one, and the detail of a refused operation. */
export function refusalOf(result: JsonObject | undefined): { kind: JsonValue | undefined; detail: string } {
  const response = isJsonObject(result?.response) ? result.response : {};
  return { kind: response.scimType ?? response.status, detail: String(response.detail) };
}
