import { ScimError } from "@/lib/scim/errors";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { withMember } from "@/lib/scim/json-object";
import type { Leniency } from "./compatibility/leniency";
import type { UserState } from "./directory-store";
import { joinGivenAndFamilyName, readNamePart } from "./full-name";
import type { ScimClient } from "./scim-client";

/**
 * Whether the SCIM client has the preset zulip, which keeps what an identity provider set up for a Zulip server relies
 * on. All that is particular to it, other than the defaults of its options, is in this file, but for two rules where
 * their like is: an address with + (email-policy.ts), and the answer to a PATCH of a group, which holds the whole resource.
 */
export function isZulip(client: ScimClient): boolean {
  return client.preset === "zulip";
}

/** The parts of a name that the client speaks: what is sent of the others is passed over. */
export function listZulipNameParts({ options }: ScimClient): readonly string[] {
  return options.nameFormattedIncluded ? ["formatted"] : ["givenName", "familyName"];
}

/** Zulip creates active people only. @param input the body of a POST @throws ScimError invalidValue */
export function checkZulipCreation(input: JsonObject): void {
  if (input.active === true) return;
  throw new ScimError(
    "invalidValue",
    "A person can only be created with active true. Create them active, and deactivate them afterwards.",
  );
}

/** Zulip keeps these beginnings for groups and mentions of its own. @throws ScimError invalidValue */
export function checkZulipGroupName(displayName: string): void {
  const name = displayName.trim().toLowerCase();
  const prefix = ["@", "role:", "user:", "stream:", "channel:"].find((reserved) => name.startsWith(reserved));
  if (prefix === undefined) return;
  throw new ScimError(
    "invalidValue",
    `The name of a group may not begin with "${prefix}", as "${displayName.slice(0, 100)}" does. Rename the group in the identity provider.`,
  );
}

/** The person with the name and displayName that the client sees: the full name, in the parts that it speaks. */
export function presentZulipName(resource: JsonObject, fullName: string, nameFormattedIncluded: boolean): JsonObject {
  return { ...resource, displayName: fullName, name: splitFullName(fullName, nameFormattedIncluded) };
}

/**
 * The name as it is returned: of a full name without a space the familyName is empty, as Zulip has it, and not absent.
 */
export function completeZulipName(resource: JsonObject, nameFormattedIncluded: boolean): JsonObject {
  const name = isJsonObject(resource.name) ? resource.name : {};
  return nameFormattedIncluded ? resource : { ...resource, name: { ...name, familyName: name.familyName ?? "" } };
}

/**
 * Reads the full name from the parts that the client speaks, and no others. A name that does not change leaves what other
 * clients have sent of it.
 *
 * @param resource what the client wants the person to be
 * @param current the person as stored, absent when created
 * @throws ScimError invalidValue when those parts are missing
 */
export function readZulipName(
  { options }: ScimClient,
  resource: JsonObject,
  current: UserState | undefined,
): { readonly resource: JsonObject; readonly fullName: string } {
  const { nameFormattedIncluded } = options;
  const name = isJsonObject(resource.name) ? resource.name : {};
  const fullName = nameFormattedIncluded ? readNamePart(name.formatted) : joinGivenAndFamilyName(name);
  if (fullName === "") {
    throw new ScimError(
      "invalidValue",
      nameFormattedIncluded
        ? "A person needs a name, and name.formatted is missing. Map the full name to name.formatted; or set this SCIM client's option nameFormattedIncluded to false, if the identity provider sends givenName and familyName."
        : "A person needs a name, and name.givenName and name.familyName are missing. Map one of them at least; or set this SCIM client's option nameFormattedIncluded to true, if the identity provider sends name.formatted.",
    );
  }
  if (current !== undefined && fullName === readBack(current.fullName, nameFormattedIncluded)) {
    const named = withMember(resource, "name", current.attributes.name);
    return { resource: withMember(named, "displayName", current.displayName), fullName: current.fullName };
  }
  return { resource: presentZulipName(resource, fullName, nameFormattedIncluded), fullName };
}

/**
 * What is passed over of a person whose name was read by `readZulipName`:
 *
 * - `namePartPassedOver`: a part of the name that does not count; Entra sends it beside the one that does.
 * - `displayNameIsFullName`: a displayName of its own, or its removal.
 *
 * @param resource what the client wants the person to be
 * @param current the person as the client saw it, absent when created
 */
export function listZulipLeniencies(
  client: ScimClient,
  resource: JsonObject,
  current: JsonObject | undefined,
  fullName: string,
): readonly Leniency[] {
  const parts = listZulipNameParts(client);
  const read = parts.map((part) => `name.${part}`).join(" and ");
  const passedOver = Object.keys(isJsonObject(resource.name) ? resource.name : {})
    .filter((part) => !parts.includes(part))
    .map((part) => ({ name: "namePartPassedOver", detail: `passed over name.${part}: the name is read from ${read}` }));
  const { displayName } = resource;
  if (displayName === undefined) {
    const detail = "displayName stays: it is the full name here, and cannot be unassigned";
    return current === undefined ? passedOver : [...passedOver, { name: "displayNameIsFullName", detail }];
  }
  if (displayName === fullName || displayName === current?.displayName) return passedOver;
  const detail = `displayName "${String(displayName)}" was passed over: it is the full name here, ${fullName}`;
  return [...passedOver, { name: "displayNameIsFullName", detail }];
}

/** What is read from a full name that was presented in parts: spaces around a part do not survive. */
function readBack(fullName: string, nameFormattedIncluded: boolean): string {
  const parts = splitFullName(fullName, nameFormattedIncluded);
  return nameFormattedIncluded ? readNamePart(parts.formatted) : joinGivenAndFamilyName(parts);
}

/** @returns name.formatted, or givenName and familyName split at the first space */
function splitFullName(fullName: string, nameFormattedIncluded: boolean): JsonObject {
  if (nameFormattedIncluded) return { formatted: fullName };
  const space = fullName.indexOf(" ");
  if (space === -1) return { givenName: fullName };
  return { givenName: fullName.slice(0, space), familyName: fullName.slice(space + 1) };
}
