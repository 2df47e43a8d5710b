import type { DirectoryScope, EffectiveGroup, StoredUser, UserState } from "@/lib/directory/directory-store";
import { createStoredResourceTypes } from "@/lib/directory/resource-types";
import type { Role } from "@/lib/directory/role";
import { foldForComparison } from "@/lib/scim/fold";
import { foldResource } from "@/lib/scim/fold-resource";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { enterpriseUserSchemaUrn } from "@/lib/scim/urns";
import { displayOfUser, effectiveGroups } from "./filter-operands";
import { isUuid } from "./uuid";

/** A person as the statements below select it. */
export type UserRow = {
  readonly id: string;
  readonly user_name: string;
  readonly active: boolean;
  readonly role: Role;
  readonly display_name: string | null;
  readonly full_name: string;
  readonly attributes: JsonObject;
  readonly version: number;
  readonly created: Date;
  readonly last_modified: Date;
  readonly external_id: string | null;
  readonly manager: { readonly display?: string } | null;
  readonly groups?: readonly EffectiveGroup[] | null;
};

/** The select list for a person `r`; `x` is their externalId, joined as `joinUserExternalId` does. */
export function selectUser(scope: DirectoryScope, include: { groups: boolean }): string {
  const groups = `(SELECT jsonb_agg(jsonb_build_object('id', g.id, 'display', g.display_name, 'direct', g.direct) ORDER BY g.id)
    FROM ${effectiveGroups("e.id, e.display_name, reached.direct")} g) AS groups`;
  return `r.id, r.user_name, r.active, r.role::text AS role, r.display_name, r.full_name, r.attributes, r.version,
    r.created, r.last_modified, x.external_id,
    CASE WHEN r.manager_id IS NOT NULL THEN ${selectManager(scope, "r.organization_id", "r.manager_id")} END AS manager
    ${include.groups ? `, ${groups}` : ""}`;
}

/** The expression for a person's manager, null when there is no such person. */
export function selectManager(scope: DirectoryScope, organizationId: string, managerId: string): string {
  return `(SELECT jsonb_strip_nulls(jsonb_build_object('display', ${displayOfUser("m", scope, false)}))
      FROM users m WHERE m.organization_id = ${organizationId} AND m.id = ${managerId})`;
}

/**
 * To be followed by the SCIM client's id. `OFFSET 0` has PostgreSQL look up each person's, where it would read everybody's for a
 * filter of which it cannot tell how few it finds.
 */
export const joinUserExternalId =
  "LEFT JOIN LATERAL (SELECT e.* FROM user_external_ids e WHERE e.user_id = r.id OFFSET 0) x ON x.scim_client_id = ";

/** The person that a row holds. */
export function toStoredUser(row: UserRow): StoredUser {
  return {
    id: row.id,
    version: row.version,
    created: row.created,
    lastModified: row.last_modified,
    userName: row.user_name,
    active: row.active,
    role: row.role,
    ...(row.display_name === null ? {} : { displayName: row.display_name }),
    fullName: row.full_name,
    ...(row.external_id === null ? {} : { externalId: row.external_id }),
    attributes: row.attributes,
    ...(row.manager === null ? {} : { manager: row.manager }),
    ...(row.groups === undefined ? {} : { groups: row.groups ?? [] }),
  };
}

/** The columns that hold a person's state, in the order in which the statements take them. */
export function userStateValues({ customAttributes }: DirectoryScope, user: UserState): unknown[] {
  return [
    user.userName,
    foldForComparison(user.userName),
    user.active,
    user.role,
    user.displayName ?? null,
    user.displayName === undefined ? null : foldForComparison(user.displayName),
    user.fullName,
    foldForComparison(user.fullName),
    findManagerId(user.attributes) ?? null,
    JSON.stringify(user.attributes),
    JSON.stringify(foldResource(createStoredResourceTypes(customAttributes).user, user.attributes)),
  ];
}

function findManagerId(attributes: JsonObject): string | undefined {
  const enterprise = attributes[enterpriseUserSchemaUrn];
  const manager = isJsonObject(enterprise) ? enterprise.manager : undefined;
  const id = isJsonObject(manager) ? manager.value : undefined;
  return isUuid(id) ? id : undefined;
}
