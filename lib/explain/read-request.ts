import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import type { LoggedExchange } from "./logged-exchange";

/** The path of a logged request without its query string. */
export function pathOf({ path }: Pick<LoggedExchange, "path">): string {
  return path.split("?", 1)[0] ?? path;
}

/** A parameter of the query string, by its name without regard to case. */
export function queryOf({ path }: Pick<LoggedExchange, "path">, name: string): string | undefined {
  const start = path.indexOf("?");
  const parameters = start === -1 ? [] : [...new URLSearchParams(path.slice(start + 1))];
  return parameters.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** The filter of a list, from the query string or from the body of a search. */
export function filterOf(exchange: Pick<LoggedExchange, "path" | "requestBody">): string | undefined {
  const sent = queryOf(exchange, "filter") ?? memberOf(exchange.requestBody, "filter");
  return typeof sent === "string" && sent.trim() !== "" ? sent : undefined;
}

/** A member of a JSON object, by its name without regard to case; undefined for anything else. */
export function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (!isJsonObject(value)) return undefined;
  return Object.entries(value).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

/** A number that the answer of a list holds, such as totalResults; also of one of which only the beginning was kept. */
export function numberOf(value: JsonValue | undefined, name: string): number | undefined {
  const member = memberOf(value, name);
  if (typeof member === "number") return member;
  const beginning = memberOf(value, "beginning");
  if (memberOf(value, "truncated") !== true || typeof beginning !== "string") return undefined;
  const digits = new RegExp(`"${name}":(\\d+)`).exec(beginning)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** A text that a body holds. */
export function textOf(value: JsonValue | undefined, name: string): string | undefined {
  const member = memberOf(value, name);
  return typeof member === "string" && member !== "" ? member : undefined;
}

/** One operation of a PATCH, as it was sent. */
export type SentOperation = {
  /** As it was spelt. */
  readonly op: string;
  readonly path: string | undefined;
  readonly value: JsonValue | undefined;
};

/** The operations of a PATCH; none for another request, or once its body is gone. */
export function operationsOf({ method, requestBody }: Pick<LoggedExchange, "method" | "requestBody">): SentOperation[] {
  if (method !== "PATCH") return [];
  return listOf(memberOf(requestBody, "Operations")).map((operation) => ({
    op: textOf(operation, "op") ?? "",
    path: textOf(operation, "path"),
    value: memberOf(operation, "value"),
  }));
}

/** The objects of an array; [] for anything else. */
export function listOf(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The attribute that a filter compares with one value, such as `userName eq "ada"`. */
export function readSimpleFilter(filter: string): { attribute: string; value: string } | undefined {
  const match = /^\s*\(?\s*([A-Za-z][\w:.$-]*(?:\[[^\]]*\])?(?:\.\w+)?)\s+eq\s+("(?:[^"\\]|\\.)*")\s*\)?\s*$/is.exec(
    filter,
  );
  const [, attribute = "", quoted = ""] = match ?? [];
  if (match === null) return undefined;
  try {
    return { attribute, value: String(JSON.parse(quoted)) };
  } catch {
    return undefined;
  }
}
