import type { DirectoryScope } from "@/lib/directory/directory-store";
import type { Attribute } from "@/lib/scim/attribute";
import type { FilterTarget } from "@/lib/scim/filter/ast";
import { foldForComparison } from "@/lib/scim/fold";
import { isListOfValues } from "@/lib/scim/sub-attributes";
import { enterpriseUserSchemaUrn, groupSchemaUrn, userSchemaUrn } from "@/lib/scim/urns";
import { Prisma } from "./generated/client";

const { sql } = Prisma;

/** The table that a filter selects from; in every statement its alias is `r`. */
export type FilterTable = "users" | "groups";

export type FilterContext = {
  readonly table: FilterTable;
  readonly scope: DirectoryScope;
  readonly baseUrl: string;
};

/** An SQL expression and how it is compared. Text is folded where its attribute is not caseExact. */
export type Operand = {
  readonly sql: Prisma.Sql;
  readonly type: "text" | "uuid" | "boolean" | "timestamp" | "json";
};

/** Where the values of a filter's target are found. */
export type OperandSource = {
  /** A FROM item with one row for each value; absent for what has one value or none. */
  readonly rows?: Prisma.Sql;
  /** The first value, where it is always the same; otherwise the rows are in the order of `e.id`. */
  readonly first?: Prisma.Sql;
  readonly operand: Operand;
  /** The path of the attribute in the `search` column, when it is kept there. */
  readonly searchPath?: readonly string[];
  /** True for a column of the resource's own table that an index is on. */
  readonly isIndexed?: true;
  /** Selects the ids of the resources that have a value, where another table's index knows them. */
  readonly selectIdsWith?: (value: Value) => Prisma.Sql;
};

/** What an attribute is compared with. */
export type Value = string | number | boolean;

/**
 * The expression for what a person is called in lists: the displayName, else the full name, if it is more than the
 * userName that stands in for a missing one.
 *
 * @param alias the alias of `users`
 */
export function displayOfUser(alias: string, scope: DirectoryScope, folded: boolean): string {
  const suffix = folded ? "_folded" : "";
  const fullName = `${alias}.full_name${suffix}`;
  if (scope.displayIsFullName === true) return fullName;
  return `COALESCE(${alias}.display_name${suffix}, NULLIF(${fullName}, ${alias}.user_name${suffix}))`;
}

/**
 * The groups that a person is in, directly or through other groups: `id`, `display_name`, `direct`. PostgreSQL takes them for
 * hundreds and would read all groups to join them; `OFFSET 0` has it look up each.
 */
export function effectiveGroups(columns: string): string {
  return `(WITH RECURSIVE reach(group_id, direct) AS (
      SELECT m.group_id, true FROM group_memberships m WHERE m.user_id = r.id
      UNION
      SELECT n.group_id, false FROM reach JOIN nested_groups n ON n.member_group_id = reach.group_id
    )
    SELECT ${columns} FROM (SELECT group_id, bool_or(direct) AS direct FROM reach GROUP BY group_id) reached
    CROSS JOIN LATERAL (SELECT g.* FROM groups g WHERE g.id = reached.group_id OFFSET 0) e)`;
}

/** Finds where the values of a target are kept or how they are computed. */
export function findOperand(target: FilterTarget, context: FilterContext): OperandSource {
  if (target.extension === undefined) {
    const source = findTopLevelOperand(target, context);
    if (source !== undefined) return source;
  }
  const isManager = target.extension === enterpriseUserSchemaUrn && target.attribute.name === "manager";
  const computed = isManager ? findManagerOperand(target.subAttribute, context) : undefined;
  return computed ?? findSearchOperand(target);
}

function findTopLevelOperand(target: FilterTarget, context: FilterContext): OperandSource | undefined {
  const { attribute, subAttribute } = target;
  switch (`${context.table}.${attribute.name}`) {
    case "users.id":
    case "groups.id":
      return indexed("uuid", sql`r.id`);
    case "users.externalId":
    case "groups.externalId":
      return {
        ...single("text", externalIdOf(context)),
        selectIdsWith: (value) => selectIdsByExternalId(value, context),
      };
    case "users.meta":
    case "groups.meta":
      return findMetaOperand(subAttribute, context);
    case "users.schemas":
    case "groups.schemas":
      return findSchemasOperand(attribute, context);
    case "users.userName":
      return indexed("text", sql`r.user_name_folded`);
    case "users.active":
      return single("boolean", sql`r.active`);
    case "users.role":
      return single("text", sql`r.role::text`);
    case "users.displayName":
      return single("text", context.scope.displayIsFullName ? sql`r.full_name_folded` : sql`r.display_name_folded`);
    case "users.name":
      return context.scope.displayIsFullName ? single("text", partOfFullName(subAttribute)) : undefined;
    case "users.groups":
      return findGroupsOperand(subAttribute, context);
    case "groups.displayName":
      return indexed("text", sql`r.display_name_folded`);
    case "groups.members":
      return findMembersOperand(subAttribute, context);
    default:
      return undefined;
  }
}

function single(type: Operand["type"], expression: Prisma.Sql): OperandSource {
  return { operand: { type, sql: expression } };
}

function indexed(type: Operand["type"], expression: Prisma.Sql): OperandSource {
  return { ...single(type, expression), isIndexed: true };
}

function each(rows: Prisma.Sql, type: Operand["type"], expression: Prisma.Sql): OperandSource {
  return { rows, operand: { type, sql: expression } };
}

/** A part of the full name as such a client is shown it: split at the first space. */
function partOfFullName(subAttribute: Attribute | undefined): Prisma.Sql {
  switch (subAttribute?.name) {
    case "givenName":
      return sql`split_part(r.full_name_folded, ' ', 1)`;
    case "familyName":
      return sql`NULLIF(substr(r.full_name_folded, length(split_part(r.full_name_folded, ' ', 1)) + 2), '')`;
    default:
      return sql`r.full_name_folded`;
  }
}

function externalIdOf({ table, scope }: FilterContext): Prisma.Sql {
  return table === "users"
    ? sql`(SELECT e.external_id FROM user_external_ids e
        WHERE e.user_id = r.id AND e.scim_client_id = ${scope.scimClientId}::uuid)`
    : sql`(SELECT e.external_id FROM group_external_ids e
        WHERE e.group_id = r.id AND e.scim_client_id = ${scope.scimClientId}::uuid)`;
}

function selectIdsByExternalId(value: Value, { table, scope }: FilterContext): Prisma.Sql {
  const [id, externalIds] = table === "users" ? ["user_id", "user_external_ids"] : ["group_id", "group_external_ids"];
  return sql`SELECT e.${Prisma.raw(id)} FROM ${Prisma.raw(externalIds)} e
    WHERE e.scim_client_id = ${scope.scimClientId}::uuid AND e.external_id = ${String(value)}::text`;
}

/** A text that we make up, in the form in which its attribute is compared. */
function constant(text: string, attribute: Attribute | undefined): Prisma.Sql {
  return sql`${attribute?.caseExact === true ? text : foldForComparison(text)}::text`;
}

function findMetaOperand(subAttribute: Attribute | undefined, { table, baseUrl }: FilterContext): OperandSource {
  const resourceType = table === "users" ? "User" : "Group";
  switch (subAttribute?.name) {
    case "created":
      return single("timestamp", sql`r.created`);
    case "lastModified":
      return single("timestamp", sql`r.last_modified`);
    case "location":
      return single("text", sql`(${constant(`${baseUrl}/${resourceType}s/`, subAttribute)} || r.id::text)`);
    case "version":
      return single("text", sql`(${constant('W/"', subAttribute)} || r.version || '"')`);
    default:
      return single("text", constant(resourceType, subAttribute));
  }
}

function findSchemasOperand(attribute: Attribute, { table }: FilterContext): OperandSource {
  const core = constant(table === "users" ? userSchemaUrn : groupSchemaUrn, attribute);
  const key = attribute.caseExact ? sql`key` : sql`lower(key)`;
  const rows = sql`(SELECT ${core} AS value UNION ALL
    SELECT ${key} FROM jsonb_each(r.search) WHERE key ~* '^urn:' AND jsonb_typeof(value) = 'object') e`;
  return { ...each(rows, "text", sql`e.value`), first: core };
}

function findGroupsOperand(subAttribute: Attribute | undefined, { baseUrl }: FilterContext): OperandSource {
  const rows = sql`${Prisma.raw(effectiveGroups("e.id, e.display_name_folded, reached.direct"))} e`;
  switch (subAttribute?.name) {
    case "display":
      return each(rows, "text", sql`e.display_name_folded`);
    case "type":
      return each(rows, "text", sql`CASE WHEN e.direct THEN 'direct' ELSE 'indirect' END`);
    case "$ref":
      return each(rows, "text", sql`(${constant(`${baseUrl}/Groups/`, subAttribute)} || e.id::text)`);
    default:
      return { ...each(rows, "uuid", sql`e.id`), selectIdsWith: selectIdsInGroup };
  }
}

/** The people in a group, directly or through others. */
function selectIdsInGroup(groupId: Value): Prisma.Sql {
  return sql`WITH RECURSIVE reach(group_id) AS (
      SELECT ${groupId}::uuid
      UNION
      SELECT n.member_group_id FROM reach JOIN nested_groups n ON n.group_id = reach.group_id
    )
    SELECT m.user_id FROM reach JOIN group_memberships m ON m.group_id = reach.group_id`;
}

/** The groups that a person or a group is a direct member of. */
function selectIdsWithMember(memberId: Value): Prisma.Sql {
  return sql`SELECT m.group_id FROM group_memberships m WHERE m.user_id = ${memberId}::uuid
    UNION ALL SELECT n.group_id FROM nested_groups n WHERE n.member_group_id = ${memberId}::uuid`;
}

function findMembersOperand(subAttribute: Attribute | undefined, { scope, baseUrl }: FilterContext): OperandSource {
  const rows = sql`(
    SELECT m.id, ${Prisma.raw(displayOfUser("m", scope, true))} AS display, false AS is_group
    FROM group_memberships gm JOIN users m ON m.id = gm.user_id WHERE gm.group_id = r.id
    UNION ALL
    SELECT m.id, m.display_name_folded, true
    FROM nested_groups ng JOIN groups m ON m.id = ng.member_group_id WHERE ng.group_id = r.id) e`;
  const byKind = (group: string, user: string) =>
    sql`CASE WHEN e.is_group THEN ${constant(group, subAttribute)} ELSE ${constant(user, subAttribute)} END`;
  switch (subAttribute?.name) {
    case "display":
      return each(rows, "text", sql`e.display`);
    case "type":
      return each(rows, "text", byKind("Group", "User"));
    case "$ref":
      return each(rows, "text", sql`(${byKind(`${baseUrl}/Groups/`, `${baseUrl}/Users/`)} || e.id::text)`);
    default:
      return { ...each(rows, "uuid", sql`e.id`), selectIdsWith: selectIdsWithMember };
  }
}

/** The manager's $ref and displayName, which are computed from the person that manager.value names. */
function findManagerOperand(
  subAttribute: Attribute | undefined,
  { scope, baseUrl }: FilterContext,
): OperandSource | undefined {
  const select = (column: Prisma.Sql) =>
    single(
      "text",
      sql`(SELECT ${column} FROM users m WHERE m.organization_id = r.organization_id AND m.id = r.manager_id)`,
    );
  switch (subAttribute?.name) {
    case "displayName":
      return select(Prisma.raw(displayOfUser("m", scope, true)));
    case "$ref":
      return select(sql`${constant(`${baseUrl}/Users/`, subAttribute)} || m.id::text`);
    default:
      return undefined;
  }
}

/** What has no column of its own is looked up in the folded copy of the attributes. */
function findSearchOperand({ extension, attribute, subAttribute }: FilterTarget): OperandSource {
  const searchPath = [...(extension === undefined ? [] : [extension]), attribute.name];
  const value = sql`(r.search #> ${searchPath}::text[])`;
  const memberOf = (element: Prisma.Sql) => {
    if (subAttribute === undefined || isListOfValues(attribute)) return element;
    const member = sql`(${element} -> ${subAttribute.name}::text)`;
    // What no schema defines may be a list of simple values too, each of which is its `value`.
    const isEither = attribute.undefinedBySchema === true && subAttribute.name === "value";
    return isEither ? sql`(CASE WHEN jsonb_typeof(${element}) = 'object' THEN ${member} ELSE ${element} END)` : member;
  };
  if (!attribute.multiValued && attribute.undefinedBySchema !== true) {
    return { searchPath, ...single("json", memberOf(value)) };
  }
  const array = sql`CASE WHEN jsonb_typeof(${value}) = 'array' THEN ${value} WHEN ${value} IS NOT NULL THEN jsonb_build_array(${value}) END`;
  return { searchPath, ...each(sql`jsonb_array_elements(${array}) e`, "json", memberOf(sql`e.value`)) };
}
