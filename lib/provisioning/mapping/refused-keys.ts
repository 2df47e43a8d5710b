import type { MappingResourceType } from "./mapping-source";

const reasons: Readonly<Record<string, string>> = {
  id: "id is given by the target, so that no mapping can set it. Roster's own id belongs into externalId.",
  meta: "meta is kept by the target, so that no mapping can set it.",
  groups: "groups of a person follow from the members of groups, which Roster provisions itself.",
  members: "members of a group are provisioned by Roster itself: those that belong to the target.",
  password:
    "A password cannot come from a mapping: Roster keeps none. The target's option syncPassword passes changes on.",
};

/** Why a mapping may not set that attribute; undefined if it may. Case does not matter. @see RFC 7643 §2.1 */
export function describeRefusedKey(resourceType: MappingResourceType, name: string): string | undefined {
  const folded = name.toLowerCase();
  const belongs = resourceType === "User" ? folded !== "members" : folded !== "groups" && folded !== "password";
  return belongs && Object.hasOwn(reasons, folded) ? reasons[folded] : undefined;
}
