import { type Contestant, type Environment, startContestant } from "../contestant";
import { findFreePort } from "../find-free-port";
import { type Amounts, fillDirectory } from "./fill-directory";
import { listStatements } from "./list-statements";
import { addTarget, openPlace, type Place, roster } from "./place";
import { reconcile } from "./run-result";
import { readFlags, startWorkers } from "./workers";

type Case = { readonly name: string; readonly workers: number; readonly options: readonly string[] };

const cases: readonly Case[] = [
  { name: "one worker, Bulk", workers: 1, options: ["bulk=yes"] },
  { name: "two workers, Bulk", workers: 2, options: ["bulk=yes"] },
  { name: "one worker, single requests", workers: 1, options: ["bulk=no"] },
  { name: "two workers, single requests", workers: 2, options: ["bulk=no"] },
];

/**
 * One organization is provisioned into another of a Roster server beside it, with and without Bulk, by one worker process and by
 * two: seconds and requests of the first run, and of a second one, which has nothing to do.
 *
 * @param options.only the number of the one case that is measured
 */
export async function measureRoster(
  amounts: Amounts,
  { only, countsStatements }: { readonly only: number | undefined; readonly countsStatements: boolean },
): Promise<void> {
  const place = await openPlace({ countsStatements });
  try {
    await fillDirectory(place.database, place.organizationId, amounts);
    await place.database.query("CREATE DATABASE remote");
    const remoteUrl = new URL(place.databaseUrl);
    remoteUrl.pathname = "/remote";
    const port = String(await findFreePort());
    const rosterUrl = `http://localhost:${port}`;
    const { ROSTER_SECRET = "" } = place.environment;
    const environment = { DATABASE_URL: remoteUrl.href, ROSTER_SECRET, PORT: port, ROSTER_URL: rosterUrl };
    await roster(environment, ["org", "list"]);
    const server = await startContestant({
      name: "The remote Roster",
      baseUrl: `${rosterUrl}/scim/v2`,
      token: "",
      programArguments: [...readFlags(), "dist/server.mjs"],
      environment,
    });
    try {
      for (const [index, one] of cases.entries()) {
        if (only !== undefined && only !== index + 1) continue;
        await measureCase(place, one, `remote${index}`, { server, environment, countsStatements });
      }
    } finally {
      await server.stop();
    }
  } finally {
    await place.close();
  }
}

async function measureCase(
  place: Place,
  { name, workers, options }: Case,
  subdomain: string,
  remote: { readonly server: Contestant; readonly environment: Environment; readonly countsStatements: boolean },
): Promise<void> {
  await roster(remote.environment, ["org", "create", "--subdomain", subdomain, "--name", subdomain]);
  const client = await roster(remote.environment, ["scim-client", "add", "roster", "-r", subdomain]);
  const settings = { baseUrl: remote.server.baseUrl, token: String(client.token), options };
  const targetId = await addTarget(place, subdomain, settings);
  const crew = await startWorkers(workers, place.environment);
  try {
    for (const round of ["first run", "second run"]) {
      const { seconds, requests, writes, created, unchanged, failed } = await reconcile(place, targetId, subdomain);
      process.stdout.write(
        `${name}, ${round}: ${seconds.toFixed(1)} s, ${requests} requests, ${writes} of them writes, ` +
          `${created} created, ${unchanged} unchanged, ${failed} failed\n`,
      );
      if (remote.countsStatements) process.stdout.write(await listStatements(place.database));
    }
  } finally {
    await crew.stop();
    await roster(place.environment, ["target", "pause", subdomain, "-r", "source"]);
  }
}
