import { ScimError } from "../errors";
import type { JsonObject, JsonValue } from "../json";

/**
 * The member of a message that has this name in any case.
 *
 * @param where the object, as the refusal calls it
 * @throws ScimError invalidSyntax when it is there twice
 * @see RFC 7643 §2.1
 */
export function readMember(object: JsonObject, name: string, where: string): JsonValue | undefined {
  const folded = name.toLowerCase();
  const keys = Object.keys(object).filter((key) => key.toLowerCase() === folded);
  if (keys.length > 1) {
    throw new ScimError("invalidSyntax", `${where} has ${name} twice, as "${keys.join('" and as "')}". Send it once.`);
  }
  const [key] = keys;
  return key === undefined ? undefined : object[key];
}
