import type { Database } from "@/lib/db/pool";
import { findUserView, listUserSummaries, type UserSummary, type UserView } from "@/lib/db/user-views";
import { requireOrganization } from "./organizations";
import { accept, type Result, refuse } from "./result";

/** The person of this userName, compared without regard to case. */
export async function showUser(database: Database, subdomain: string, userName: string): Promise<Result<UserView>> {
  const organization = await requireOrganization(database.prisma, subdomain);
  if (!organization.ok) return organization;
  const user = await findUserView(database.prisma, organization.value.id, userName);
  return user === undefined
    ? refuse(`Nobody in ${organization.value.name} has the userName "${userName}".`, "userName")
    : accept(user);
}

/**
 * People by userName, at most `limit`.
 *
 * @param options.after only those whose userName comes after this one
 */
export async function listUsers(
  database: Database,
  subdomain: string,
  options: { readonly limit: number; readonly after?: string },
): Promise<Result<{ readonly users: readonly UserSummary[]; readonly hasMore: boolean }>> {
  const organization = await requireOrganization(database.prisma, subdomain);
  if (!organization.ok) return organization;
  const { limit } = options;
  const users = await listUserSummaries(database.prisma, organization.value.id, { ...options, limit: limit + 1 });
  return accept({ users: users.slice(0, limit), hasMore: users.length > limit });
}
