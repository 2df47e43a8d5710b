import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "@/lib/db/pool";
import { createRunStore } from "@/lib/db/sync/run-store";
import { createSyncStore } from "@/lib/db/sync-store";
import { log } from "@/lib/log";
import { LaneLostError } from "@/lib/provisioning/lane-lost-error";
import type { Lane, LoadedTarget } from "@/lib/provisioning/sync-store";
import type { SealingKeys } from "@/lib/secrets";
import { createOutgoingFetch, type OutgoingFetch } from "./outgoing-fetch";
import { createPacedClient } from "./paced-client";
import { createScimTargetClient } from "./scim-target-client";
import { createTargetAccessTokens } from "./target-access-tokens";
import { workLane } from "./work-lane";

/** How often a worker that has nothing to do asks whether there is something. */
const idleMs = 250;
/** And one that has just found something. */
const busyMs = 20;
/** How often it is asked which targets are due for their reconcile. */
const dueRunsMs = 15_000;
/** How long a target is left alone after work for it ended because of a fault of ours; each time in a row twice as long. */
const faultMs = 1_000;
const longestFaultMs = 60_000;
/** Lanes that one process works at once. */
const maxLanes = 16;

/** Brings targets to what they should be. Any number of engines, in any number of processes, share the work. */
export type SyncEngine = {
  /** Looks for work until `stop`. */
  readonly start: () => void;
  /** Takes no more work, and resolves once what is under way has come to a point where anybody can take it up. */
  readonly stop: () => Promise<void>;
  /** Works for one target alone until `until` says that it is enough. */
  readonly drainTarget: (targetId: string, until: () => Promise<boolean>) => Promise<void>;
  /** Works for every target that has something to do, until nothing is left or so many milliseconds have passed. */
  readonly drainAll: (forMs: number) => Promise<void>;
};

export type SyncEngineOptions = {
  readonly database: Pick<Database, "pool" | "prisma">;
  readonly keys: SealingKeys;
  /** ROSTER_TARGET_ALLOW. */
  readonly allow: readonly string[];
  /** How long a lane is ours without being prolonged, in milliseconds. */
  readonly leaseMs?: number;
  readonly fetch?: OutgoingFetch;
  readonly now?: () => Date;
  /** From 0 to 1. */
  readonly random?: () => number;
};

/** Makes an engine that does nothing yet. */
export function createSyncEngine({
  database,
  keys,
  allow,
  leaseMs = 20_000,
  fetch = createOutgoingFetch({ allow }),
  now = () => new Date(),
  random = Math.random,
}: SyncEngineOptions): SyncEngine {
  const store = createSyncStore(database, keys, { leaseMs });
  const runs = createRunStore(database);
  const accessTokens = createTargetAccessTokens(fetch);
  const lanes = new Map<Lane, Promise<void>>();
  /** Targets for which the last work ended because of a fault: what it failed on would fail again at once. */
  const faults = new Map<string, { readonly inARow: number; readonly restsUntil: number }>();
  let isStopping = false;
  let endsAt = Number.POSITIVE_INFINITY;
  const isEnding = () => isStopping || performance.now() > endsAt;
  let looking: Promise<void> | undefined;

  const createClient = (target: LoadedTarget) =>
    createPacedClient(
      createScimTargetClient({ target, credential: target.credential, fetch, accessTokens }),
      target.options,
    );

  async function runLane(lane: Lane): Promise<void> {
    let isLost = false;
    const keeping = setInterval(() => {
      store.keepLane(lane).then(
        (isOurs) => {
          isLost ||= !isOurs;
        },
        // The next time may work; if not, the lane ends by itself, and what is written for it is refused.
        (error: unknown) => log.warn("A lane could not be kept", { reason: String(error) }),
      );
    }, leaseMs / 3);
    try {
      const isCareful = faults.has(lane.targetId);
      await workLane({ store, runs, createClient, isOver: () => isLost || isEnding(), isCareful, now, random }, lane);
      faults.delete(lane.targetId);
    } catch (error) {
      if (!(error instanceof LaneLostError)) {
        log.error("Work for a target ended because of a fault", { target: lane.targetId, reason: describe(error) });
        const inARow = (faults.get(lane.targetId)?.inARow ?? 0) + 1;
        const restMs = Math.min(faultMs * 2 ** (inARow - 1), longestFaultMs);
        faults.set(lane.targetId, { inARow, restsUntil: performance.now() + restMs });
      }
    } finally {
      clearInterval(keeping);
      await store.releaseLane(lane).catch(() => undefined);
    }
  }

  /** Takes a lane of each of the targets, and begins to work them. @returns how many */
  async function takeLanes(targetIds: readonly string[]): Promise<number> {
    let taken = 0;
    for (const targetId of targetIds) {
      if (lanes.size >= maxLanes || isEnding()) break;
      if ((faults.get(targetId)?.restsUntil ?? 0) > performance.now()) continue;
      const lane = await store.claimLane(targetId);
      if (lane === undefined) continue;
      taken += 1;
      lanes.set(
        lane,
        runLane(lane).finally(() => lanes.delete(lane)),
      );
    }
    return taken;
  }

  async function look(): Promise<void> {
    let lookedForRunsAt = Number.NEGATIVE_INFINITY;
    while (!isStopping) {
      let taken = 0;
      try {
        if (performance.now() - lookedForRunsAt >= dueRunsMs) {
          lookedForRunsAt = performance.now();
          await runs.startDueRuns();
        }
        taken = await takeLanes(await store.listTargetsWithWork());
      } catch (error) {
        log.warn("Work for targets could not be looked for; trying again.", { reason: describe(error) });
        await wait(1_000);
      }
      // Where there was work for one lane there may be some for another, unless the first has claimed it all by then.
      await wait(taken > 0 ? busyMs : idleMs);
    }
  }

  async function drain(listTargets: () => Promise<readonly string[]>, isEnough: () => Promise<boolean>): Promise<void> {
    for (;;) {
      const taken = await takeLanes(await listTargets());
      // What is under way is finished in any case.
      await Promise.race([
        lanes.size === 0 ? wait(busyMs) : Promise.all(lanes.values()),
        wait(taken > 0 ? busyMs : idleMs),
      ]);
      if (await isEnough()) break;
    }
    await Promise.all(lanes.values());
  }

  return {
    start: () => {
      looking ??= look();
    },
    stop: async () => {
      isStopping = true;
      await looking;
      await Promise.all(lanes.values());
    },
    drainTarget: (targetId, until) =>
      drain(async () => (await store.listTargetsWithWork()).filter((id) => id === targetId), until),
    drainAll: async (forMs) => {
      await runs.startDueRuns();
      const listTargets = () => store.listTargetsWithWork();
      // Lanes end at it too: with enough to do, one would go on for hours.
      endsAt = performance.now() + forMs;
      try {
        await drain(listTargets, async () => isEnding() || (lanes.size === 0 && (await listTargets()).length === 0));
      } finally {
        endsAt = Number.POSITIVE_INFINITY;
      }
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
