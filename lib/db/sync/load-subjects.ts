import type { Pool } from "pg";
import type { DirectoryScope, StoredGroup, StoredUser } from "@/lib/directory/directory-store";
import type { LoadedTarget, ProvisionedType, Subject, SyncJob } from "@/lib/provisioning/sync-store";
import { type SealingKeys, UnsealError, unseal } from "@/lib/secrets";
import { type GroupRow, joinGroupExternalId, selectGroup, toStoredGroup } from "../group-rows";
import { joinUserExternalId, selectUser, toStoredUser, type UserRow } from "../user-rows";
import { loadLinks } from "./links";
import { describePasswordSeal } from "./seal-contexts";

/** No SCIM client: what a target is sent has no externalId that somebody else gave. */
const nobody = "00000000-0000-0000-0000-000000000000";

/** What the jobs are about, as it is now, in their order: a few statements, however many jobs. */
export async function loadSubjects(
  pool: Pool,
  keys: SealingKeys,
  target: LoadedTarget,
  jobs: readonly SyncJob[],
): Promise<readonly Subject[]> {
  const listIds = (type: ProvisionedType) =>
    jobs.filter(({ resourceType }) => resourceType === type).map(({ resourceId }) => resourceId);
  const userIds = listIds("User");
  const links = await loadLinks(
    pool,
    target.id,
    jobs.map(({ resourceId }) => resourceId),
  );
  const users = await loadUsers(pool, target, userIds);
  const groups = await loadGroups(pool, target, listIds("Group"));
  const passwords = target.options.syncPassword ? await loadPasswords(pool, keys, target.id, userIds) : new Map();
  return jobs.map((job): Subject => {
    const link = links.get(job.resourceId);
    const known = { job, ...(link === undefined ? {} : { link }) };
    if (job.resourceType === "Group") {
      const group = groups.get(job.resourceId);
      const isScopeGroup = target.scope.groupIds.includes(job.resourceId);
      return { ...known, resourceType: "Group", isScopeGroup, ...(group === undefined ? {} : { group }) };
    }
    const user = users.get(job.resourceId);
    const password = passwords.get(job.resourceId);
    return {
      ...known,
      resourceType: "User",
      isInScopeGroup: isInScopeGroup(target, user),
      ...(user === undefined ? {} : { user }),
      ...(password === undefined ? {} : { password }),
    };
  });
}

function isInScopeGroup({ scope }: LoadedTarget, user: StoredUser | undefined): boolean {
  return scope.groupIds.length === 0 || (user?.groups ?? []).some(({ id }) => scope.groupIds.includes(id));
}

function scopeOfTarget({ organizationId, customAttributes }: LoadedTarget): DirectoryScope {
  return { organizationId, scimClientId: nobody, customAttributes };
}

async function loadUsers(
  pool: Pool,
  target: LoadedTarget,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredUser>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<UserRow>({
    name: "load-user-subjects",
    text: `SELECT ${selectUser(scopeOfTarget(target), { groups: true })} FROM users r ${joinUserExternalId} $2
      WHERE r.organization_id = $1 AND r.id = ANY($3::uuid[])`,
    values: [target.organizationId, nobody, ids],
  });
  return new Map(rows.map((row) => [row.id, toStoredUser(row)]));
}

async function loadGroups(
  pool: Pool,
  target: LoadedTarget,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredGroup>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<GroupRow>({
    name: "load-group-subjects",
    text: `SELECT ${selectGroup(scopeOfTarget(target), { members: false })} FROM groups r ${joinGroupExternalId} $2
      WHERE r.organization_id = $1 AND r.id = ANY($3::uuid[])`,
    values: [target.organizationId, nobody, ids],
  });
  return new Map(rows.map((row) => [row.id, toStoredGroup(row)]));
}

/** Passwords to be delivered. One that was sealed with a secret of before last is lost, and is as good as none. */
async function loadPasswords(
  pool: Pool,
  keys: SealingKeys,
  targetId: string,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await pool.query<{ resource_id: string; sealed: Buffer }>(
    `SELECT resource_id, sealed FROM pending_passwords
     WHERE target_id = $1 AND resource_id = ANY($2::uuid[]) AND expires_at > now()`,
    [targetId, userIds],
  );
  const passwords = new Map<string, string>();
  for (const { resource_id, sealed } of rows) {
    try {
      passwords.set(resource_id, unseal(keys, sealed, describePasswordSeal(resource_id)));
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
    }
  }
  return passwords;
}
