import { createDatabase } from "@/lib/db/pool";
import { createRunStore } from "@/lib/db/sync/run-store";
import { createSyncStore } from "@/lib/db/sync-store";
import { testKeys } from "@/lib/db/testing/test-target";
import { createOutgoingFetch } from "../outgoing-fetch";
import { createScimTargetClient } from "../scim-target-client";
import { createTargetAccessTokens } from "../target-access-tokens";
import { workLane } from "../work-lane";

/**
 * What a worker that dies is told, as JSON on its standard input: for which target it works, and after which call of a port, to
 * the database or to the target, it is killed. Absent: it lives, and says how many there were. Before the next call is the same
 * point, since between two calls it changes nothing that outlives it.
 */
export type CrashingWork = {
  readonly databaseUrl: string;
  readonly targetId: string;
  readonly leaseMs: number;
  readonly dieAt?: number;
};

let points = 0;

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

async function work({ databaseUrl, targetId, leaseMs, dieAt }: CrashingWork): Promise<void> {
  const database = createDatabase(databaseUrl, { max: 4 });
  const allow = ["127.0.0.1/32"];
  const fetch = createOutgoingFetch({ allow });
  const accessTokens = createTargetAccessTokens(fetch);
  const plain = createSyncStore(database, testKeys, { leaseMs });
  const store = count(plain, dieAt);
  const runs = count(createRunStore(database), dieAt);
  for (;;) {
    const lane = await store.claimLane(targetId);
    if (lane === undefined) break;
    const keeping = setInterval(() => void plain.keepLane(lane).catch(() => undefined), leaseMs / 3);
    const before = points;
    await workLane(
      {
        store,
        runs,
        createClient: (target) =>
          count(createScimTargetClient({ target, credential: target.credential, fetch, accessTokens }), dieAt),
        isOver: () => false,
        now: () => new Date(),
        random: () => 0.5,
      },
      lane,
    );
    clearInterval(keeping);
    await store.releaseLane(lane);
    // A lane that found nothing to do has loaded the target, and asked for jobs and for tasks.
    if (points - before <= 4) break;
  }
  process.stdout.write(`${JSON.stringify({ points })}\n`);
}

/** The same port, whose every call counts. */
function count<Port extends object>(port: Port, dieAt: number | undefined): Port {
  const pass = () => {
    points += 1;
    if (points === dieAt) process.kill(process.pid, "SIGKILL");
  };
  return new Proxy(port, {
    get: (object, name, receiver) => {
      const member: unknown = Reflect.get(object, name, receiver);
      if (typeof member !== "function" || name === "countRequests") return member;
      return async (...given: unknown[]) => {
        const result: unknown = await Reflect.apply(member, object, given);
        pass();
        return result;
      };
    },
  });
}
