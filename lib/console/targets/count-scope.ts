import { listCustomAttributes } from "@/lib/db/custom-attributes";
import { countScope, type ScopeCount } from "@/lib/db/scope-count";
import { readScopeFilter } from "@/lib/provisioning/scope-filter";
import type { Access } from "../access";
import { accept, type Result, refuse } from "../result";
import { readTargetScope, type ScopeInput } from "./scope-fields";

/** How many people a scope holds that is not saved yet. */
export async function countScopePeople(
  { database, organization }: Access,
  input: ScopeInput,
  includesGuests: boolean,
): Promise<Result<ScopeCount>> {
  const scope = await readTargetScope(database.prisma, organization, { groupIds: [], roles: [] }, input);
  if (!scope.ok) return scope;
  const { groupIds, roles, filter } = scope.value;
  const customAttributes = await listCustomAttributes(database.prisma, organization.id);
  const read = filter === undefined ? undefined : readScopeFilter(filter, customAttributes);
  if (read?.ok === false) return refuse(read.problem, "filter");
  return accept(
    await countScope(database, organization.id, customAttributes, {
      groupIds,
      roles,
      includesGuests,
      filter: read?.filter,
    }),
  );
}
