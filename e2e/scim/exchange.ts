import { randomBytes } from "node:crypto";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { isJsonObject } from "@/lib/scim/json";
import { expect } from "../fixtures";
import { enterpriseUrn, groupUrn, patchOpUrn, userUrn } from "./urns";

/** What the requests of this suite need of the `scim` fixture. */
export type Connection = { readonly baseUrl: string; fetch(path: string, init?: RequestInit): Promise<Response> };

/** A response, read. `body` is `{}` where there is none. */
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
  readonly text: string;
};

export type Operation = { op: string; path?: string; value?: JsonValue };

/** `text` for a body that is sent as it is. */
type Body = JsonValue | { readonly text: string | Uint8Array<ArrayBuffer> } | undefined;

/**
 * Sends one request and holds what every answer must keep: a body is a JSON object of SCIM's media type, and nothing a
 * client sends is a server error (501 for what is not offered and 503 for a paused client aside).
 *
 * @see checklist T-01
 */
export async function send(
  scim: Connection,
  method: string,
  path: string,
  body?: Body,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await scim.fetch(path, { method, headers, ...serialize(body) });
  return readAnswer(`${method} ${path}`, response.status, response.headers, await response.text());
}

/** An answer in the form that this suite looks at, checked for what every answer must keep. */
export function readAnswer(request: string, status: number, headers: Headers, text: string): Answer {
  expect(status < 500 || status === 501 || status === 503, `${request} -> ${status} ${text}`).toBe(true);
  if (text !== "") {
    expect(headers.get("content-type"), `content type of ${request} -> ${status}`).toMatch(
      /^application\/scim\+json(;\s*charset=utf-8)?$/i,
    );
  }
  return { status, headers, body: parseBody(text, request), text };
}

function serialize(body: Body): RequestInit {
  if (body === undefined) {
    return {};
  }
  if (isRawBody(body)) {
    return { body: body.text };
  }
  return { body: JSON.stringify(body) };
}

function isRawBody(body: NonNullable<Body> | null): body is { text: string | Uint8Array<ArrayBuffer> } {
  return (
    typeof body === "object" &&
    body !== null &&
    "text" in body &&
    (typeof body.text === "string" || body.text instanceof Uint8Array)
  );
}

function parseBody(text: string, request: string): JsonObject {
  if (text === "") {
    return {};
  }
  const body: JsonValue = JSON.parse(text);
  if (!isJsonObject(body)) {
    throw new Error(`${request} was answered with JSON that is not an object: ${text.slice(0, 200)}`);
  }
  return body;
}

export function get(scim: Connection, path: string, headers?: Readonly<Record<string, string>>): Promise<Answer> {
  return send(scim, "GET", path, undefined, headers);
}

export function post(scim: Connection, path: string, body: Body, headers?: Readonly<Record<string, string>>) {
  return send(scim, "POST", path, body, headers);
}

export function put(scim: Connection, path: string, body: Body, headers?: Readonly<Record<string, string>>) {
  return send(scim, "PUT", path, body, headers);
}

/** A PATCH with a right envelope around `operations`. */
export function patch(scim: Connection, path: string, ...operations: readonly Operation[]): Promise<Answer> {
  return send(scim, "PATCH", path, { schemas: [patchOpUrn], Operations: [...operations] });
}

/** DELETE. */
export function remove(scim: Connection, path: string): Promise<Answer> {
  return send(scim, "DELETE", path);
}

/** A name that nothing else in the run has. */
export function unique(stem: string): string {
  return `${stem}-${randomBytes(5).toString("hex")}`;
}

/** The body of a User with a userName of its own, unless `attributes` has one. */
export function userBody(attributes: JsonObject = {}): JsonObject {
  return { schemas: [userUrn], userName: `${unique("person")}@example.com`, ...attributes };
}

/** As `userBody`, with an enterprise extension. */
export function enterpriseUserBody(enterprise: JsonObject, attributes: JsonObject = {}): JsonObject {
  return { ...userBody(attributes), schemas: [userUrn, enterpriseUrn], [enterpriseUrn]: enterprise };
}

/** The body of a Group with a displayName of its own, unless `attributes` has one. */
export function groupBody(attributes: JsonObject = {}): JsonObject {
  return { schemas: [groupUrn], displayName: unique("group"), ...attributes };
}

/** Creates a user and returns the created resource. */
export async function createUser(scim: Connection, attributes: JsonObject = {}): Promise<JsonObject> {
  return expectCreated(await post(scim, "/Users", userBody(attributes)));
}

/** Creates a group and returns the created resource; `members` are ids. */
export async function createGroup(
  scim: Connection,
  members: readonly string[] = [],
  attributes: JsonObject = {},
): Promise<JsonObject> {
  const body = groupBody({ ...(members.length > 0 ? { members: memberValues(members) } : {}), ...attributes });
  return expectCreated(await post(scim, "/Groups", body));
}

function expectCreated(answer: Answer): JsonObject {
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
}

/** Creates `count` users, a few at a time, and returns their ids in the order of their making. */
export async function createUsers(scim: Connection, count: number, attributes: JsonObject = {}): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const size = Math.min(16, count - ids.length);
    const batch = await Promise.all(Array.from({ length: size }, () => createUser(scim, attributes)));
    ids.push(...batch.map(idOf));
  }
  return ids;
}

/** Members as a client sends them. */
export function memberValues(ids: readonly string[]): JsonObject[] {
  return ids.map((value) => ({ value }));
}

/** The id of a resource. */
export function idOf(resource: JsonObject): string {
  return textAt(resource, "id");
}

/**
 * What stands at a path of a JSON value: `name.givenName`, `emails[0].value`, `members.length`; a URN key is literal up
 * to its last dot but those of its own version number.
 */
export function valueAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  let current = value;
  for (const key of splitPath(path)) {
    if (Array.isArray(current)) {
      current = key === "length" ? current.length : current[Number(key)];
    } else if (isJsonObject(current)) {
      current = current[key];
    } else {
      return undefined;
    }
  }
  return current;
}

function splitPath(path: string): string[] {
  const urn = /^urn:.*?:\d+\.\d+:\w+/i.exec(path)?.[0] ?? "";
  const rest = path.slice(urn.length).replaceAll(/\[(\d+)\]/g, ".$1");
  return [...(urn === "" ? [] : [urn]), ...rest.split(".").filter((key) => key !== "")];
}

/** The string at a path; fails where there is none. */
export function textAt(value: JsonValue | undefined, path: string): string {
  const text = valueAt(value, path);
  if (typeof text !== "string") {
    throw new Error(`${path} is not a string: ${JSON.stringify(value)?.slice(0, 300)}`);
  }
  return text;
}

/** The array at a path; empty where there is none. */
export function listAt(value: JsonValue | undefined, path: string): JsonValue[] {
  const list = valueAt(value, path) ?? [];
  if (!Array.isArray(list)) {
    throw new Error(`${path} is not an array: ${JSON.stringify(value)?.slice(0, 300)}`);
  }
  return list;
}

/** The values of an array's elements at a sub-attribute, sorted. */
export function sortedTexts(elements: readonly JsonValue[], subAttribute: string): string[] {
  return elements.map((element) => textAt(element, subAttribute)).sort();
}

/** The ids of a group's members, sorted. */
export async function memberIds(scim: Connection, groupId: string): Promise<string[]> {
  const answer = await get(scim, `/Groups/${groupId}`);
  expect(answer.status, answer.text).toBe(200);
  return sortedTexts(listAt(answer.body, "members"), "value");
}

/** The path of a filtered list. */
export function filtered(endpoint: string, filter: string, parameters = ""): string {
  return `${endpoint}?filter=${encodeURIComponent(filter)}${parameters === "" ? "" : `&${parameters}`}`;
}

/** The resources that a filter selects. */
export async function find(scim: Connection, endpoint: string, filter: string): Promise<JsonObject[]> {
  const answer = await get(scim, filtered(endpoint, filter, "count=500"));
  expect(answer.status, `${filter} -> ${answer.text}`).toBe(200);
  return listAt(answer.body, "Resources").filter((resource) => isJsonObject(resource));
}

/** The ids that a filter selects, sorted. */
export async function findIds(scim: Connection, endpoint: string, filter: string): Promise<string[]> {
  return (await find(scim, endpoint, filter)).map(idOf).sort();
}
