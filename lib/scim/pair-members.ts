import type { Attribute } from "./attribute";
import { findAttribute } from "./find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import { isUnassigned, setMember } from "./json-object";

/** An attribute in two states of a resource; absent where it is unassigned. */
export type MemberPair = {
  /** As its schema writes it; otherwise as in the later state, or as in the earlier one. */
  readonly name: string;
  readonly definition?: Attribute;
  readonly from?: JsonValue;
  readonly to?: JsonValue;
};

type FindDefinition = (name: string) => Attribute | undefined;

/**
 * The members of two objects by their names, whatever these names' case: those of the later one in its order, then those
 * that it no longer has. Read-only ones, and read-only sub-attributes, are left out.
 *
 * @see RFC 7643 §2.1
 */
export function pairMembers(find: FindDefinition, from: JsonObject, to: JsonObject): MemberPair[] {
  const earlier = new Map(Object.entries(from).map((entry) => [entry[0].toLowerCase(), entry]));
  const later = new Map(Object.entries(to).map((entry) => [entry[0].toLowerCase(), entry]));
  const pairs: MemberPair[] = [];
  for (const folded of new Set([...later.keys(), ...earlier.keys()])) {
    const [name = folded] = later.get(folded) ?? earlier.get(folded) ?? [];
    const definition = find(name);
    if (definition?.mutability === "readOnly") continue;
    const before = clean(definition, earlier.get(folded)?.[1]);
    const after = clean(definition, later.get(folded)?.[1]);
    pairs.push({
      name: definition?.name ?? name,
      ...(definition === undefined ? {} : { definition }),
      ...(before === undefined ? {} : { from: before }),
      ...(after === undefined ? {} : { to: after }),
    });
  }
  return pairs;
}

/** Without what is unassigned and without read-only sub-attributes; undefined when nothing is left. */
function clean(definition: Attribute | undefined, value: JsonValue | undefined): JsonValue | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) {
    const elements = value.map((element) => clean(definition, element)).filter((element) => element !== undefined);
    return elements.length === 0 ? undefined : elements;
  }
  if (!isJsonObject(value)) return value;
  const cleaned: JsonObject = {};
  for (const [name, member] of Object.entries(value)) {
    const subAttribute = findAttribute(definition?.subAttributes, name);
    const kept = subAttribute?.mutability === "readOnly" ? undefined : clean(subAttribute, member);
    if (kept !== undefined) setMember(cleaned, subAttribute?.name ?? name, kept);
  }
  return isUnassigned(cleaned) ? undefined : cleaned;
}
