import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import type { Contestant } from "./contestant";
import { type ContestantName, isOurs } from "./contestants/contestant-names";
import { readPostgresVersion, vacuum } from "./contestants/databases";
import { startNamed } from "./contestants/start-named";
import { type Generator, startGenerator } from "./load/generator";

export type Running = {
  readonly contestants: readonly Contestant[];
  readonly generator: Generator;
  readonly postgresVersion: string;
};

/**
 * Starts PostgreSQL and the contestants in a temporary directory, fills each with the same people, does the work and removes all
 * of it. A peer that cannot be started or filled is left out.
 */
export async function withContestants<Result>(
  names: readonly ContestantName[],
  people: number,
  work: (running: Running) => Promise<Result>,
): Promise<Result> {
  // Ctrl-C ends the load generator and the servers too, and what is measured then fails: here it must not end the tidying up.
  process.on("SIGINT", () => {});
  const dataDir = await mkdtemp(path.join(tmpdir(), "roster-bench-"));
  const postgres = await startEmbeddedPostgres({ dataDir, purpose: "command" });
  const generator = startGenerator();
  const contestants: Contestant[] = [];
  try {
    for (const name of names) {
      process.stdout.write(`Starting and filling ${name} …\n`);
      const contestant = await startFilled(name, people, postgres.url, generator);
      if (contestant !== undefined) contestants.push(contestant);
    }
    return await work({ contestants, generator, postgresVersion: await readPostgresVersion(postgres.url) });
  } finally {
    generator.stop();
    for (const contestant of contestants) await contestant.stop();
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function startFilled(
  name: ContestantName,
  people: number,
  serverUrl: string,
  generator: Generator,
): Promise<Contestant | undefined> {
  let contestant: Contestant | undefined;
  try {
    contestant = await startNamed(name, serverUrl);
    await generator.seed(contestant, people);
    if (contestant.databaseUrl !== undefined) await vacuum(contestant.databaseUrl);
    return contestant;
  } catch (error) {
    await contestant?.stop();
    if (isOurs(name)) throw error;
    process.stdout.write(`${name} does not take part: ${String(error)}\n`);
    return undefined;
  }
}
