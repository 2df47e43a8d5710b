import type { DirectoryScope, GroupState, Member, StoredGroup } from "@/lib/directory/directory-store";
import { createStoredResourceTypes } from "@/lib/directory/resource-types";
import { foldForComparison } from "@/lib/scim/fold";
import { foldResource } from "@/lib/scim/fold-resource";
import type { JsonObject } from "@/lib/scim/json";
import { displayOfUser } from "./filter-operands";

/** A group as the statements below select it. */
export type GroupRow = {
  readonly id: string;
  readonly display_name: string;
  readonly attributes: JsonObject;
  readonly version: number;
  readonly created: Date;
  readonly last_modified: Date;
  readonly external_id: string | null;
  readonly members?: readonly Member[] | null;
};

/** The select list for a group `r`; `x` is its externalId. Members that are not asked for are not touched. */
export function selectGroup(scope: DirectoryScope, include: { members: boolean }): string {
  const members = `
      SELECT m.id, 'User' AS kind, ${displayOfUser("m", scope, false)} AS display
      FROM group_memberships gm JOIN users m ON m.id = gm.user_id WHERE gm.group_id = r.id
      UNION ALL
      SELECT m.id, 'Group', m.display_name
      FROM nested_groups ng JOIN groups m ON m.id = ng.member_group_id WHERE ng.group_id = r.id`;
  return `r.id, r.display_name, r.attributes, r.version, r.created, r.last_modified, x.external_id
    ${include.members ? `, ${aggregateMembers(members)} AS members` : ""}`;
}

/** An SQL expression for members as `Member` has them, null for none. @param members a query for rows (id, kind, display) */
export function aggregateMembers(members: string): string {
  return `(SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('id', e.id, 'kind', e.kind, 'display', e.display)) ORDER BY e.id)
    FROM (${members}) e)`;
}

/** To be followed by the SCIM client's id. `OFFSET 0`: see joinUserExternalId. */
export const joinGroupExternalId =
  "LEFT JOIN LATERAL (SELECT e.* FROM group_external_ids e WHERE e.group_id = r.id OFFSET 0) x ON x.scim_client_id = ";

/** The group that a row holds. */
export function toStoredGroup(row: GroupRow): StoredGroup {
  return {
    id: row.id,
    version: row.version,
    created: row.created,
    lastModified: row.last_modified,
    displayName: row.display_name,
    ...(row.external_id === null ? {} : { externalId: row.external_id }),
    attributes: row.attributes,
    ...(row.members === undefined ? {} : { members: row.members ?? [] }),
  };
}

/** The columns that hold a group's state, in the order in which the statements take them. */
export function groupStateValues({ customAttributes }: DirectoryScope, group: GroupState): unknown[] {
  return [
    group.displayName,
    foldForComparison(group.displayName),
    JSON.stringify(group.attributes),
    JSON.stringify(foldResource(createStoredResourceTypes(customAttributes).group, group.attributes)),
  ];
}
