import { listCustomAttributes } from "@/lib/db/custom-attributes";
import { findGroupsNamed, listGroupNames } from "@/lib/db/scope-groups";
import type { Queries } from "@/lib/db/transaction";
import { isRole, type Role, roles } from "@/lib/directory/role";
import type { Organization } from "@/lib/directory/scim-client";
import { readScopeFilter } from "@/lib/provisioning/scope-filter";
import type { TargetScope } from "@/lib/provisioning/target";
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

async function checkScopeFilter(db: Queries, organization: Organization, text: string): Promise<Result<string>> {
  const read = readScopeFilter(text, await listCustomAttributes(db, organization.id));
  return read.ok ? accept(text) : refuse(read.problem, "filter");
}
