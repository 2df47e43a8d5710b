import { listCustomAttributes } from "@/lib/db/custom-attributes";
import { findGroupsNamed, listGroupNames } from "@/lib/db/scope-groups";
import type { Queries } from "@/lib/db/transaction";
import { createCustomExtensions } from "@/lib/directory/custom-extensions";
import { isRole, type Role, roles } from "@/lib/directory/role";
import type { Organization } from "@/lib/directory/scim-client";
import type { TargetScope } from "@/lib/provisioning/target";
import { ScimError } from "@/lib/scim/errors";
import type { CheckedFilter } from "@/lib/scim/filter/ast";
import { checkFilter } from "@/lib/scim/filter/check";
import { parseFilter } from "@/lib/scim/filter/parse";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import { describeMissing } from "../describe-missing";
import { accept, type Result, refuse } from "../result";

/** Who is to belong to a target, as people write it; what is absent stays as it is. */
export type ScopeInput = {
  /** Names or ids of groups; empty: whoever is in no group too. */
  readonly groups?: readonly string[];
  /** Empty: every role. */
  readonly roles?: readonly string[];
  /** A SCIM filter on people; "" for none. */
  readonly filter?: string;
};

const mostGroups = 100;

/** Reads a scope: its groups must be there, its roles be roles, and its filter be one that people can be held against. */
export async function readTargetScope(
  db: Queries,
  organization: Organization,
  before: TargetScope,
  input: ScopeInput,
): Promise<Result<TargetScope>> {
  const groupIds =
    input.groups === undefined ? accept(before.groupIds) : await readGroups(db, organization, input.groups);
  if (!groupIds.ok) return groupIds;
  const scopeRoles = input.roles === undefined ? accept(before.roles) : readRoles(input.roles);
  if (!scopeRoles.ok) return scopeRoles;
  const filter = (input.filter ?? before.filter ?? "").trim();
  if (input.filter !== undefined && filter !== "") {
    const checked = await checkScopeFilter(db, organization, filter);
    if (!checked.ok) return checked;
  }
  return accept({ groupIds: groupIds.value, roles: scopeRoles.value, ...(filter === "" ? {} : { filter }) });
}

async function readGroups(
  db: Queries,
  organization: Organization,
  texts: readonly string[],
): Promise<Result<readonly string[]>> {
  const wanted = texts.map((text) => text.trim()).filter((text) => text !== "");
  if (wanted.length > mostGroups) {
    return refuse(
      `${wanted.length} groups are too many: ${mostGroups} are the most. Put them into one group, and name that.`,
      "groups",
    );
  }
  const found = await findGroupsNamed(db, organization.id, wanted);
  const missing = wanted.find((text) => !found.has(text));
  if (missing !== undefined) {
    const names = await listGroupNames(db, organization.id, 200);
    return refuse(describeMissing(missing, ["group", "groups"], names, ` in ${organization.name}`), "groups");
  }
  return accept([...new Set(Array.from(found.values(), ({ id }) => id))]);
}

function readRoles(texts: readonly string[]): Result<readonly Role[]> {
  const wanted = texts.filter((text) => text !== "");
  const unknown = wanted.find((text) => !isRole(text));
  if (unknown !== undefined) {
    return refuse(`There is no role "${unknown}". The roles are ${roles.join(", ")}.`, "roles");
  }
  return accept(roles.filter((role) => wanted.includes(role)));
}

/**
 * An attribute that no schema has is refused: a filter that is misspelt would hold for nobody, and everybody would be
 * deprovisioned.
 */
async function checkScopeFilter(db: Queries, organization: Organization, text: string): Promise<Result<string>> {
  const customAttributes = await listCustomAttributes(db, organization.id);
  const { user } = createResourceTypes({
    role: true,
    keepsUnknown: false,
    extensions: createCustomExtensions(customAttributes, organization.name),
  });
  try {
    return namesExternalId(checkFilter(parseFilter(text, user), user))
      ? refuse(
          "externalId belongs to the SCIM client that gave it, and has no value for a target. Filter by another attribute.",
          "filter",
        )
      : accept(text);
  } catch (error) {
    if (error instanceof ScimError) return refuse(error.message, "filter");
    throw error;
  }
}

function namesExternalId(filter: CheckedFilter): boolean {
  switch (filter.kind) {
    case "and":
    case "or":
      return namesExternalId(filter.left) || namesExternalId(filter.right);
    case "not":
      return namesExternalId(filter.filter);
    default:
      return filter.target.attribute.name === "externalId";
  }
}
