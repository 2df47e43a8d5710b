import { createDatabase, type Database } from "@/lib/db/pool";
import { createRunStore } from "@/lib/db/sync/run-store";
import { createSyncStore } from "@/lib/db/sync-store";
import { testKeys } from "@/lib/db/testing/test-target";
import { createOutgoingFetch } from "../outgoing-fetch";
import { createScimTargetClient } from "../scim-target-client";
import { createTargetAccessTokens } from "../target-access-tokens";
import { workLane } from "../work-lane";

/**
 * What a worker that dies is told, as JSON on its standard input: for which targets it works, and for each after which call of a
 * port, to the database or to the target, it stands still. When it stands still for all of them it is killed. Before the next call
 * is the same point, since between two calls it changes nothing that outlives it.
 */
export type CrashingWork = {
  readonly databaseUrl: string;
  readonly leaseMs: number;
  readonly targets: readonly CrashingTarget[];
};

/** Without `dieAt` the worker gets to the end, and says how many points there were. */
export type CrashingTarget = { readonly targetId: string; readonly dieAt?: number };

process.stdin.setEncoding("utf8");
process.stdin.once("data", (text) => {
  work(JSON.parse(String(text))).then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
process.stdout.write("ready\n");

async function work({ databaseUrl, leaseMs, targets }: CrashingWork): Promise<void> {
  const database = createDatabase(databaseUrl, { max: 4 });
  const ends = await Promise.all(targets.map((target) => workUntilItStands(database, leaseMs, target)));
  if (ends.every((points) => points === undefined)) process.kill(process.pid, "SIGKILL");
  // Who got to the end was not there to be killed.
  process.stdout.write(`${JSON.stringify(ends.map((points) => points ?? null))}\n`);
}

/** @returns how many points there were; undefined when it stands still at its point */
async function workUntilItStands(
  database: Database,
  leaseMs: number,
  { targetId, dieAt }: CrashingTarget,
): Promise<number | undefined> {
  const points = new Points(dieAt);
  return await Promise.race([points.reached, workTarget(database, leaseMs, targetId, points)]);
}

async function workTarget(database: Database, leaseMs: number, targetId: string, points: Points): Promise<number> {
  const allow = ["127.0.0.1/32"];
  const fetch = createOutgoingFetch({ allow });
  const accessTokens = createTargetAccessTokens(fetch);
  const plain = createSyncStore(database, testKeys, { leaseMs });
  const store = points.countCallsOf(plain);
  const runs = points.countCallsOf(createRunStore(database));
  for (;;) {
    const lane = await store.claimLane(targetId);
    if (lane === undefined) break;
    const keeping = setInterval(() => void plain.keepLane(lane).catch(() => undefined), leaseMs / 3);
    const before = points.passed;
    await workLane(
      {
        store,
        runs,
        createClient: (target) =>
          points.countCallsOf(createScimTargetClient({ target, credential: target.credential, fetch, accessTokens })),
        isOver: () => false,
        now: () => new Date(),
        random: () => 0.5,
      },
      lane,
    );
    clearInterval(keeping);
    await store.releaseLane(lane);
    // A lane that found nothing to do has loaded the target, and asked for jobs and for tasks.
    if (points.passed - before <= 4) break;
  }
  return points.passed;
}

/** The calls of ports that have come back; of the one at which the worker stands still nobody hears again. */
class Points {
  passed = 0;
  readonly reached: Promise<undefined>;
  #reach: () => void = () => undefined;
  readonly #last: number | undefined;

  constructor(last: number | undefined) {
    this.#last = last;
    this.reached = new Promise((resolve) => {
      this.#reach = () => resolve(undefined);
    });
  }

  /** The same port, whose every call counts. */
  countCallsOf<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (object, name, receiver) => {
        const member: unknown = Reflect.get(object, name, receiver);
        if (typeof member !== "function" || name === "countRequests") return member;
        return async (...given: unknown[]) => {
          const result: unknown = await Reflect.apply(member, object, given);
          await this.#pass();
          return result;
        };
      },
    });
  }

  async #pass(): Promise<void> {
    this.passed += 1;
    if (this.#last === undefined || this.passed < this.#last) return;
    this.#reach();
    await new Promise(() => undefined);
  }
}
