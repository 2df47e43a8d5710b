import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { setMember } from "@/lib/scim/json-object";
import { type CelValue, isCelObject } from "./cel-value";
import { MappingError, type Place } from "./mapping-error";
import { charactersPerUnit, type Meter, spend } from "./meter";

/**
 * The result of a mapping as JSON, without anything that is null, at any level. Whole numbers become ordinary ones.
 *
 * @throws MappingError for a number that JSON cannot hold exactly, and when the meter is used up: values that are used in
 *   several places are few in memory and many in JSON
 */
export function toJson(meter: Meter, value: CelValue, place: Place): JsonValue {
  spend(meter, 1, place);
  if (Array.isArray(value)) {
    return value.filter((element) => element !== null).map((element) => toJson(meter, element, place));
  }
  if (isCelObject(value)) return toJsonObject(meter, value, place);
  if (typeof value === "string") spend(meter, Math.ceil(value.length / charactersPerUnit), place);
  return typeof value === "bigint" || typeof value === "number" ? toJsonNumber(value, place) : value;
}

function toJsonObject(meter: Meter, object: { [key: string]: CelValue }, place: Place): JsonObject {
  const result: JsonObject = {};
  for (const [name, member] of Object.entries(object)) {
    if (member !== null && member !== undefined) setMember(result, name, toJson(meter, member, place));
  }
  return result;
}

function toJsonNumber(value: number | bigint, place: Place): number {
  const number = Number(value);
  if (!Number.isFinite(number) || (typeof value === "bigint" && !Number.isSafeInteger(number))) {
    throw new MappingError(place, `The number ${value} cannot be sent: it is larger than JSON holds exactly.`);
  }
  // JSON has no -0.
  return number === 0 ? 0 : number;
}
