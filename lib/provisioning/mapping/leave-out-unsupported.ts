import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { findMemberName, isUnassigned, withMember } from "@/lib/scim/json-object";

/**
 * A payload without the attributes that the target does not take, and the paths of those that were in it.
 *
 * @param paths such as `title`, `name.middleName`, `emails.display`, `urn:…:User:department`, or a URN alone
 */
export function leaveOutUnsupported(
  payload: JsonObject,
  paths: readonly { readonly path: string }[],
): { readonly payload: JsonObject; readonly leftOut: readonly string[] } {
  let remaining = payload;
  const leftOut: string[] = [];
  for (const { path } of paths) {
    const next = leaveOut(remaining, splitPath(remaining, path));
    if (next !== remaining) {
      leftOut.push(path);
      remaining = isJsonObject(next) ? next : {};
    }
  }
  return { payload: leftOut.length === 0 ? payload : withOwnSchemas(remaining), leftOut };
}

/** The names of a path one by one. A URN holds dots of its own, so that those in the payload are looked at. */
function splitPath(payload: JsonObject, path: string): string[] {
  if (!/^urn:/i.test(path)) return path.split(".");
  const folded = path.toLowerCase();
  const holds = (urn: string) => folded === urn.toLowerCase() || folded.startsWith(`${urn.toLowerCase()}:`);
  const urn = Object.keys(payload)
    .filter((name) => /^urn:/i.test(name) && holds(name))
    .sort((a, b) => b.length - a.length)[0];
  if (urn !== undefined) return [urn, ...path.slice(urn.length + 1).split(".")].filter((name) => name !== "");
  // An attribute of the core schema stands at the top, without its URN.
  const core = Array.isArray(payload.schemas) ? payload.schemas.find((name) => holds(String(name))) : undefined;
  return core === undefined
    ? []
    : path
        .slice(String(core).length + 1)
        .split(".")
        .filter((name) => name !== "");
}

/** The value without what the names lead to; the value itself when there is nothing of that name. */
function leaveOut(value: JsonValue, [name, ...names]: readonly string[]): JsonValue {
  if (name === undefined) return value;
  if (Array.isArray(value)) {
    const elements = value.map((element) => leaveOut(element, [name, ...names]));
    return elements.every((element, index) => element === value[index])
      ? value
      : elements.filter((element) => !isUnassigned(element));
  }
  const found = isJsonObject(value) ? findMemberName(value, name) : undefined;
  if (!isJsonObject(value) || found === undefined) return value;
  if (names.length === 0) return withMember(value, found, undefined);
  const member = value[found] ?? null;
  const next = leaveOut(member, names);
  if (next === member) return value;
  return withMember(value, found, isUnassigned(next) ? undefined : next);
}

/** Without the URNs of extensions that have nothing left. */
function withOwnSchemas(payload: JsonObject): JsonObject {
  if (!Array.isArray(payload.schemas)) return payload;
  const [core, ...others] = payload.schemas;
  const kept = others.filter((urn) => Object.hasOwn(payload, String(urn)));
  return { ...payload, schemas: core === undefined ? kept : [core, ...kept] };
}
