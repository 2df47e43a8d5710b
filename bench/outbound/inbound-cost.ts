import { openPlace, roster, startFastTarget } from "./place";
import { findPostmaster, readCpuSeconds, readTreeCpuSeconds } from "./processes";
import { saveResult } from "./save-result";
import { addClient, startSourceServer } from "./source-server";
import { streamChanges } from "./stream";

/** Organizations by how many targets they have. */
const numbers = [0, 1, 3] as const;

type Round = { readonly targets: number; readonly rate: number; readonly cpuMs: number };

/**
 * What targets cost the requests that come in: each has an organization with none, one or three targets, which are paused, so that
 * nothing but the notes for them is paid for. They take turns, and what is compared are changes of one round.
 */
export async function measureInboundCost(settings: {
  readonly seconds: number;
  readonly connections: number;
  readonly rounds: number;
}): Promise<void> {
  const { seconds, connections } = settings;
  const place = await openPlace();
  const server = await startSourceServer(place);
  const target = await startFastTarget();
  try {
    const tokens = new Map<number, string>();
    for (const targets of numbers) {
      const subdomain = `with-${targets}`;
      await roster(place.environment, ["org", "create", "--subdomain", subdomain, "--name", subdomain]);
      tokens.set(targets, await addClient(place, subdomain));
      for (let index = 0; index < targets; index += 1) {
        const where = ["-r", subdomain, "--url", target.baseUrl, "--token-stdin", "--paused"];
        await roster(place.environment, ["target", "add", `target-${index}`, ...where], "none");
      }
    }
    const postmaster = await findPostmaster(place.database);
    const readAll = () => readCpuSeconds(server.pid) + readTreeCpuSeconds(postmaster);
    const rounds: Round[] = [];
    for (let round = 0; round <= settings.rounds; round += 1) {
      for (const targets of round % 2 === 0 ? numbers : numbers.toReversed()) {
        const client = { baseUrl: server.baseUrl, token: tokens.get(targets) ?? "" };
        const before = readAll();
        const streamed = await streamChanges(client, { name: `round-${round}`, connections, seconds });
        const cpuMs = ((readAll() - before) * 1_000) / streamed.events.length;
        // The first one warms up.
        if (round > 0) rounds.push({ targets, rate: streamed.events.length / streamed.seconds, cpuMs });
      }
    }
    for (const targets of numbers) {
      const own = rounds.filter((round) => round.targets === targets);
      const rate = findMedian(own.map((round) => round.rate));
      const cpuMs = findMedian(own.map((round) => round.cpuMs));
      process.stdout.write(`${targets} targets: ${rate.toFixed(0)} changes/s, ${cpuMs.toFixed(2)} ms of CPU each\n`);
    }
    await saveResult("outbound-inbound-cost", { settings, rounds });
  } finally {
    await server.stop();
    await target.stop();
    await place.close();
  }
}

function findMedian(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
