import type { JsonObject } from "@/lib/scim/json";
import { isJsonObject } from "@/lib/scim/json";
import type { Scim } from "../fixtures";
import { expect } from "../fixtures";
import { enterpriseUserBody, get, groupBody, listAt, memberValues, post, textAt, userBody, valueAt } from "./exchange";
import { expectListResponse } from "./expectations";
import { bulkRequestUrn, bulkResponseUrn, errorUrn, patchOpUrn } from "./urns";

/** The body of a Bulk request. */
export function bulkBody(operations: readonly JsonObject[], more: JsonObject = {}): JsonObject {
  return { schemas: [bulkRequestUrn], Operations: [...operations], ...more };
}

/** Sends a Bulk request and returns the results, each checked for its form. @see RFC 7644 §3.7.3 */
export async function bulk(
  scim: Scim,
  operations: readonly JsonObject[],
  more: JsonObject = {},
): Promise<JsonObject[]> {
  const answer = await post(scim, "/Bulk", bulkBody(operations, more));
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body.schemas).toEqual([bulkResponseUrn]);
  const results = listAt(answer.body, "Operations").filter(isJsonObject);
  // One expectation for all: a thousand take seconds, in which the server closes the connection.
  expect(results.filter((result) => !hasResultForm(scim, result))).toEqual([]);
  return results;
}

function hasResultForm(scim: Scim, { method, status, location, response }: JsonObject): boolean {
  if (typeof status !== "string" || !/^\d{3}$/.test(status)) return false;
  if (Number(status) < 300) {
    return typeof location === "string" && location.startsWith(`${scim.baseUrl}/`) && response === undefined;
  }
  if (!isJsonObject(response) || (method === "POST" && location !== undefined)) return false;
  const isError = listAt(response, "schemas").join() === errorUrn && response.status === status;
  return isError && /\S/.test(textAt(response, "detail"));
}

function createOperation(path: "/Users" | "/Groups", bulkId: string, data: JsonObject): JsonObject {
  return { method: "POST", path, bulkId, data };
}

/** The creation of a user. */
export function user(bulkId: string, attributes: JsonObject = {}): JsonObject {
  return createOperation("/Users", bulkId, userBody(attributes));
}

/** The creation of a group; `members` are ids or references. */
export function group(bulkId: string, members: readonly string[] = [], attributes: JsonObject = {}): JsonObject {
  return createOperation("/Groups", bulkId, groupBody({ members: memberValues(members), ...attributes }));
}

/** The creation of a user with a manager, an id or a reference. */
export function managed(bulkId: string, manager: string, attributes: JsonObject = {}): JsonObject {
  return createOperation("/Users", bulkId, enterpriseUserBody({ manager: { value: manager } }, attributes));
}

/** A PATCH with one operation. */
export function patchOperation(path: string, operation: JsonObject): JsonObject {
  return { method: "PATCH", path, data: { schemas: [patchOpUrn], Operations: [operation] } };
}

/** A result's location below the base URL. */
export function pathOf(scim: Scim, result: JsonObject | undefined): string {
  return textAt(result, "location").slice(scim.baseUrl.length);
}

/** The id in a result's location. */
export function idIn(result: JsonObject | undefined): string {
  return textAt(result, "location").split("/").at(-1) ?? "";
}

/** The statuses of the results. */
export function statuses(results: readonly JsonObject[]): string[] {
  return results.map(({ status }) => String(status));
}

/** The scimType of a refused operation. */
export function scimTypeOf(result: JsonObject | undefined) {
  return valueAt(result, "response.scimType");
}

/** How many users and groups there are. */
export async function countAll(scim: Scim): Promise<number[]> {
  const lists = [await get(scim, "/Users?count=1000"), await get(scim, "/Groups?count=1000")];
  return lists.map((list) => expectListResponse(list).length);
}
