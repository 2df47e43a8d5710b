import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { getMember, isUnassigned, setMember } from "@/lib/scim/json-object";
import type { ClientOptions } from "./client-options";

/** What a PUT leaves alone when it does not mention it: losing one of these must not suspend, demote or unlink anybody. */
const keptWhenOmitted = ["active", "role", "externalId"];

/**
 * The resource that a PUT asks for, before it is validated.
 *
 * With `clear`, what the body omits is cleared, but for a few attributes that stay, and an extension is cleared only if
 * the body's `schemas` name it: many clients know nothing of it. With `keep`, what the body omits stays, down to
 * sub-attributes. In both, null and [] clear.
 *
 * @param current the stored resource as the client may write it
 * @param body canonical, with null for what the client unassigns
 * @see RFC 7644 §3.5.1
 */
export function mergeReplacement(
  current: JsonObject,
  body: JsonObject,
  replaceOmitted: ClientOptions["replaceOmitted"],
): JsonObject {
  if (replaceOmitted === "keep") return overlay(current, body);
  const named = Array.isArray(body.schemas) ? body.schemas.map((urn) => String(urn).toLowerCase()) : [];
  const keptExtensions = Object.keys(current).filter(
    (name) => /^urn:/i.test(name) && !named.includes(name.toLowerCase()),
  );
  const merged = { ...body };
  for (const name of [...keptWhenOmitted, ...keptExtensions]) {
    const kept = getMember(current, name);
    if (!Object.hasOwn(body, name) && kept !== undefined) setMember(merged, name, kept);
  }
  return merged;
}

function overlay(current: JsonObject, body: JsonObject): JsonObject {
  const merged = { ...current };
  for (const [name, value] of Object.entries(body)) {
    const old = getMember(current, name);
    if (isUnassigned(value)) delete merged[name];
    else setMember(merged, name, isJsonObject(old) && isJsonObject(value) ? overlay(old, value) : value);
  }
  return merged;
}
