import type { JsonObject } from "@/lib/scim/json";

/** People who are clearly made up: example.com belongs to nobody (RFC 2606). */
export const ada = { given: "Ada", family: "Lovelace", userName: "ada.lovelace@example.com" } as const;
export const grace = { given: "Grace", family: "Hopper", userName: "grace.hopper@example.com" } as const;
export const groupName = "Example Engineering";

export type ExamplePerson = typeof ada | typeof grace;

export const coreUser = "urn:ietf:params:scim:schemas:core:2.0:User";
export const coreGroup = "urn:ietf:params:scim:schemas:core:2.0:Group";
export const enterpriseUser = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/** What a sequence makes, for the warning before it is played: the names of people and groups. */
export const madeUpNames: readonly string[] = [ada.userName, grace.userName, groupName];

export function fullName({ given, family }: ExamplePerson): string {
  return `${given} ${family}`;
}

/** A PATCH of these operations. */
export function patch(...operations: readonly JsonObject[]): JsonObject {
  return { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: [...operations] };
}

/** A filter as it stands in a URL. */
export function equals(attribute: string, value: string): string {
  return encodeURIComponent(`${attribute} eq "${value}"`);
}
