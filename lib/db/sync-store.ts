import type { SyncStore } from "@/lib/provisioning/sync-store";
import type { SealingKeys } from "@/lib/secrets";
import type { Database } from "./pool";
import { admitDeprovisions } from "./sync/admit-deprovisions";
import { enqueueAffectedByGroup } from "./sync/affected-by-group";
import { claimJobs } from "./sync/claim-jobs";
import { compareMembers, listDesiredMembers } from "./sync/compare-members";
import { claimLane, keepLane, listTargetsWithWork, releaseLane } from "./sync/lanes";
import { abandonLinks, beginLinks, findLinksByRemoteId, verifyRemote } from "./sync/links";
import { loadSubjects } from "./sync/load-subjects";
import { loadTarget } from "./sync/load-target";
import { doubtMembers, recordMembers, replaceRecordedMembers } from "./sync/recorded-members";
import { settle } from "./sync/settle";
import { blockTarget, failRuns, pauseTarget, relieveTarget, saveCapabilities, saveQuirks } from "./sync/target-state";
import { findIsFlattened } from "./sync/wake-groups";

/** How long the claim of a lane holds that nobody prolongs. */
const defaultLeaseMs = 20_000;

/**
 * What the outbound side knows, in PostgreSQL.
 *
 * @param keys by which credentials and passwords are unsealed
 * @param leaseMs how long a lane is held without being kept
 */
export function createSyncStore(
  { pool }: Pick<Database, "pool">,
  keys: SealingKeys,
  { leaseMs = defaultLeaseMs }: { readonly leaseMs?: number } = {},
): SyncStore {
  return {
    listTargetsWithWork: () => listTargetsWithWork(pool),
    claimLane: (targetId) => claimLane(pool, targetId, leaseMs),
    keepLane: (lane) => keepLane(pool, lane, leaseMs),
    releaseLane: (lane) => releaseLane(pool, lane),

    loadTarget: (targetId) => loadTarget(pool, keys, targetId),
    saveCapabilities: (...given) => saveCapabilities(pool, ...given),
    saveQuirks: (...given) => saveQuirks(pool, ...given),
    pauseTarget: (...given) => pauseTarget(pool, ...given),
    blockTarget: (...given) => blockTarget(pool, ...given),
    relieveTarget: (targetId) => relieveTarget(pool, targetId),
    failRuns: (...given) => failRuns(pool, ...given),

    claimJobs: (lane, limit) => claimJobs(pool, lane, limit),
    loadSubjects: (target, jobs) => loadSubjects(pool, keys, target, jobs),
    compareMembers: (target, groupId) => compareMembers(pool, target, groupId),
    listDesiredMembers: (target, groupId) => listDesiredMembers(pool, target, groupId),
    enqueueAffectedByGroup: async (lane, groupId) => {
      const isFlattened = await findIsFlattened(pool, lane.targetId);
      await enqueueAffectedByGroup(pool, lane, groupId, { isFlattened });
    },
    verifyRemote: (lane, resourceIds) => verifyRemote(pool, lane, resourceIds),
    beginLinks: (lane, links) => beginLinks(pool, lane, links),
    abandonLinks: (lane, resourceIds) => abandonLinks(pool, lane, resourceIds),
    doubtMembers: (lane, groupId, remoteValues) => doubtMembers(pool, lane, groupId, remoteValues),
    recordMembers: (lane, groupId, change) => recordMembers(pool, lane, groupId, change),
    replaceRecordedMembers: (lane, groupId, values) => replaceRecordedMembers(pool, lane, groupId, values),
    findLinksByRemoteId: (...given) => findLinksByRemoteId(pool, ...given),
    admitDeprovisions: (...given) => admitDeprovisions(pool, ...given),
    settle: (lane, settlements) => settle(pool, lane, settlements),
  };
}
