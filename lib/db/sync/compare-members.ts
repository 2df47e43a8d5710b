import type { Pool, PoolClient } from "pg";
import type { LoadedTarget, MemberDifference, ProvisionedType, SyncStore } from "@/lib/provisioning/sync-store";
import { runInPoolTransaction } from "../pool-transaction";

/** So many of those who are waited for are named. */
const maxWaiting = 1_000;
/** From so many members on they are compared as a whole instead of one by one. */
const manyMembers = 1_000;

/**
 * Members of the group `$2` as the target `$1` is to see them: everybody in it, or who and which groups it names. Who is in it in
 * several ways is there as often.
 */
function selectMembers({ options }: LoadedTarget): string {
  return options.nestedGroups === "flatten"
    ? `tree(id) AS (
        SELECT $2::uuid UNION SELECT n.member_group_id FROM tree JOIN nested_groups n ON n.group_id = tree.id
      ), member(type, id) AS (
        SELECT 'User', m.user_id FROM tree JOIN group_memberships m ON m.group_id = tree.id
      )`
    : `member(type, id) AS (
        SELECT 'User', m.user_id FROM group_memberships m WHERE m.group_id = $2
        UNION ALL SELECT 'Group', n.member_group_id FROM nested_groups n WHERE n.group_id = $2
      )`;
}

/**
 * Those of them who are there. By their state they are never looked up, but by who they are: in the index of states a target that
 * was filled a minute ago, of which there are no statistics yet, seems to have next to nobody, and each group would read all of it.
 */
const selectDesired = `desired AS (
    SELECT l.remote_id, l.resource_type AS type, l.resource_id
    FROM member JOIN resource_links l ON l.target_id = $1 AND l.resource_id = member.id
    WHERE (l.state = 'linked') IS TRUE AND l.remote_id IS NOT NULL
  )`;

/** What the target is known to have, and what it was sent and has not confirmed. */
const selectRecorded = `recorded AS (
    SELECT m.remote_value AS remote_id, m.is_certain FROM resource_links g JOIN resource_link_members m ON m.link_id = g.id
    WHERE g.target_id = $1 AND g.resource_id = $2
  )`;

type DifferenceRow = {
  /** Null for somebody who is a member there and should not be. */
  readonly wanted: string | null;
  readonly type: ProvisionedType;
  readonly resource_id: string;
  readonly recorded: string | null;
};

/** What is to happen with the members of a group, see the port. Who was left or is ignored stays a member. */
export async function compareMembers(pool: Pool, target: LoadedTarget, groupId: string): Promise<MemberDifference> {
  return readMembers(pool, target, groupId, async (connection) => {
    const { rows } = await connection.query<DifferenceRow>(
      `WITH RECURSIVE ${selectMembers(target)}, ${selectDesired}, ${selectRecorded}
       SELECT d.remote_id AS wanted, d.type, d.resource_id, r.remote_id AS recorded
       FROM desired d FULL JOIN recorded r ON r.remote_id = d.remote_id
       WHERE d.remote_id IS NULL OR r.is_certain IS NOT TRUE`,
      [target.id, groupId],
    );
    const add = new Map<string, MemberDifference["add"][number]>();
    const surplus: string[] = [];
    for (const { wanted, type, resource_id: resourceId, recorded } of rows) {
      if (wanted !== null) add.set(wanted, { remoteId: wanted, type, resourceId });
      else if (recorded !== null) surplus.push(recorded);
    }
    const untouched = new Set((await listUntouched(connection, target, surplus)).map(({ remoteId }) => remoteId));
    return {
      add: [...add.values()],
      remove: surplus.filter((remoteId) => !untouched.has(remoteId)),
      waiting: await listWaiting(connection, target, groupId),
    };
  });
}

/** All members that the group should have at the target, and those of today's whom nobody touches. */
export async function listDesiredMembers(
  pool: Pool,
  target: LoadedTarget,
  groupId: string,
): ReturnType<SyncStore["listDesiredMembers"]> {
  return readMembers(pool, target, groupId, async (connection) => {
    const { rows } = await connection.query<{ remote_id: string; type: ProvisionedType | null }>(
      `WITH RECURSIVE ${selectMembers(target)}, ${selectDesired}, ${selectRecorded}
       SELECT remote_id, type FROM desired
       UNION SELECT r.remote_id, NULL FROM recorded r LEFT JOIN desired d ON d.remote_id = r.remote_id
       WHERE d.remote_id IS NULL`,
      [target.id, groupId],
    );
    const desired = rows.flatMap(({ remote_id: remoteId, type }) => (type === null ? [] : [{ remoteId, type }]));
    const surplus = rows.filter(({ type }) => type === null).map(({ remote_id }) => remote_id);
    const all = [...desired, ...(await listUntouched(connection, target, surplus))];
    return all.sort((one, other) => (one.remoteId < other.remoteId ? -1 : 1));
  });
}

/** Which of these are of resources that were left as they are, or are ignored. */
async function listUntouched(
  connection: PoolClient,
  target: LoadedTarget,
  remoteIds: readonly string[],
): Promise<readonly { readonly remoteId: string; readonly type: ProvisionedType }[]> {
  if (remoteIds.length === 0) return [];
  const { rows } = await connection.query<{ remote_id: string; type: ProvisionedType }>(
    `SELECT remote_id, resource_type AS type FROM resource_links
     WHERE target_id = $1 AND resource_type IN ('User', 'Group') AND remote_id = ANY($2::text[])
       AND state IN ('left', 'ignored')`,
    [target.id, remoteIds],
  );
  return rows.map(({ remote_id, type }) => ({ remoteId: remote_id, type }));
}

/** Members with a job who are not there yet, unless they cannot come as they are. */
async function listWaiting(connection: PoolClient, target: LoadedTarget, groupId: string): Promise<readonly string[]> {
  const { rows } = await connection.query<{ id: string }>(
    `WITH RECURSIVE ${selectMembers(target)}
     SELECT DISTINCT j.resource_id AS id FROM sync_jobs j
     JOIN member ON member.id = j.resource_id AND member.type = j.resource_type
     WHERE j.target_id = $1 AND NOT EXISTS (
       SELECT 1 FROM resource_links l
       WHERE l.target_id = $1 AND l.resource_id = j.resource_id AND l.remote_id IS NOT NULL)
     LIMIT ${2 * maxWaiting}`,
    [target.id, groupId],
  );
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const { rows: stuck } = await connection.query<{ id: string }>(
    `SELECT resource_id AS id FROM resource_links WHERE target_id = $1 AND resource_id = ANY($2::uuid[])
       AND (state <> 'creating' OR problem ->> 'kind' <> 'failing')`,
    [target.id, ids],
  );
  const isStuck = new Set(stuck.map(({ id }) => id));
  return ids.filter((id) => !isStuck.has(id)).slice(0, maxWaiting);
}

/**
 * Reads in one transaction. Of many members the planner, which knows nothing about a group and little about a target that was
 * filled a minute ago, is told that a look-up for each is no way to do it, and given the memory to do otherwise.
 */
async function readMembers<Result>(
  pool: Pool,
  target: LoadedTarget,
  groupId: string,
  read: (connection: PoolClient) => Promise<Result>,
): Promise<Result> {
  return runInPoolTransaction(pool, async (connection) => {
    const { rows } = await connection.query<{ many: boolean }>(
      `WITH RECURSIVE ${selectMembers(target)}, ${selectRecorded}
       SELECT (SELECT count(*) FROM (SELECT 1 FROM member LIMIT ${manyMembers}) m) = ${manyMembers}
         OR (SELECT count(*) FROM (SELECT 1 FROM recorded LIMIT ${manyMembers}) r) = ${manyMembers} AS many`,
      [target.id, groupId],
    );
    if (rows[0]?.many === true) {
      await connection.query("SET LOCAL enable_nestloop = off; SET LOCAL work_mem = '64MB'; SET LOCAL jit = off");
    }
    return await read(connection);
  });
}
