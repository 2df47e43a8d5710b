import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { expect } from "../fixtures";
import type { Answer, Connection } from "./exchange";
import { get, listAt, textAt, valueAt } from "./exchange";
import { errorUrn, listResponseUrn } from "./urns";

/**
 * Expects an error in SCIM's own form: the status also as a string in the body, a detail that says something, and a
 * scimType exactly where one is expected.
 *
 * @see RFC 7644 §3.12
 */
export function expectScimError(answer: Answer, status: number, scimType?: string): void {
  const { schemas, status: bodyStatus, scimType: bodyScimType, detail, ...rest } = answer.body;
  expect({ status: answer.status, scimType: bodyScimType, detail }).toEqual({
    status,
    scimType,
    detail: expect.stringMatching(/\S/),
  });
  expect(answer.headers.get("content-type")).toMatch(/^application\/scim\+json(;\s*charset=utf-8)?$/i);
  expect(schemas).toEqual([errorUrn]);
  expect(bodyStatus).toBe(String(status));
  expect(rest, "an error has no other members").toEqual({});
  expect(answer.text, "an error gives nothing of the inside away").not.toMatch(
    /prisma|postgres|\bat .*\.(ts|js|mjs):\d+/i,
  );
}

/** Expects a ListResponse with integers that add up, and returns its resources. @see RFC 7644 §3.4.2 */
export function expectListResponse(answer: Answer): JsonValue[] {
  expect(answer.status, answer.text).toBe(200);
  expect(answer.body.schemas).toEqual([listResponseUrn]);
  for (const name of ["totalResults", "startIndex", "itemsPerPage"]) {
    const value = answer.body[name];
    expect(Number.isInteger(value) && typeof value === "number" && value >= 0, `${name}: ${String(value)}`).toBe(true);
  }
  expect(Array.isArray(answer.body.Resources), "Resources is always there").toBe(true);
  const resources = listAt(answer.body, "Resources");
  expect(answer.body.itemsPerPage).toBe(resources.length);
  return resources;
}

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Expects what every resource has: id, schemas without repetition and a whole meta. @see checklist C-03, C-05 */
export function expectResource(scim: Connection, resource: JsonObject, resourceType: "User" | "Group"): void {
  const id = textAt(resource, "id");
  expect(id).not.toBe("");
  const schemas = listAt(resource, "schemas");
  expect(schemas).toContain(`urn:ietf:params:scim:schemas:core:2.0:${resourceType}`);
  expect(new Set(schemas).size).toBe(schemas.length);
  expect(resource.meta).toEqual({
    resourceType,
    created: expect.stringMatching(dateTime),
    lastModified: expect.stringMatching(dateTime),
    location: `${scim.baseUrl}/${resourceType}s/${id}`,
    version: expect.stringMatching(/^W\/".+"$/),
  });
  expect(JSON.stringify(resource), "what is unassigned is left out").not.toMatch(/:(null|\[\]|\{\})/);
}

/** Expects a PATCH to have succeeded (200 or 204) and returns the resource as it then is. */
export async function expectPatched(scim: Connection, answer: Answer, path: string): Promise<JsonObject> {
  expect([200, 204], answer.text).toContain(answer.status);
  const read = await get(scim, path);
  expect(read.status, read.text).toBe(200);
  if (answer.status === 200) {
    expect(answer.body, "PATCH answers with the resource as it then is").toEqual(read.body);
  } else {
    expect(answer.text).toBe("");
  }
  return read.body;
}

/** Expects the resource to be byte for byte what it was: same version, same lastModified, same values. */
export async function expectUnchanged(scim: Connection, path: string, before: JsonObject): Promise<void> {
  expect((await get(scim, path)).body).toEqual(before);
}

/** The version of a resource. */
export function versionOf(resource: JsonObject): string {
  return textAt(valueAt(resource, "meta"), "version");
}
