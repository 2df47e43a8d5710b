import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { createFreshOrganization, type ScimClientAccess } from "../fresh-organization";
import type { ServerProcess } from "../server-process";
import { callAfresh } from "./call-afresh";
import { expect, listServing, test } from "./process-test";

const two = { WEB_CONCURRENCY: "2" };
const callers = 8;

test("a process that is killed under load takes only its own connections with it, and another takes its place", async ({
  start,
  openData,
}) => {
  const server = await start(two);
  const client = await createFreshOrganization(await openData(), stateOf(server), {});
  const load = beginLoad(client);
  await expect.poll(load.answered).toBeGreaterThan(50);

  const [killed = 0, other = 0] = await listServing(server);
  const before = load.answered();
  process.kill(killed, "SIGKILL");
  await expect.poll(load.answered).toBeGreaterThan(before + 50);
  await expect.poll(() => listServing(server), { timeout: 60_000 }).toHaveLength(2);
  expect(await listServing(server)).toContain(other);
  expect(await listServing(server)).not.toContain(killed);
  await load.end();

  // Each caller can have lost the one request that the killed process was answering.
  expect(load.lost()).toBeLessThanOrEqual(callers);
  expect(server.output()).toContain(`another takes its place process=${killed} signal=SIGKILL`);
  expect(await server.stop()).toBe(0);
});

test("a stop under load answers what it has taken, and loses no row of what it has answered", async ({
  start,
  openData,
}) => {
  const server = await start(two);
  const database = await openData();
  const client = await createFreshOrganization(database, stateOf(server), {});
  const load = beginLoad(client);
  await expect.poll(load.answered).toBeGreaterThan(100);
  expect(await server.stop()).toBe(0);
  await load.end();

  const { rows } = await database.pool.query<{ id: string }>("SELECT id FROM request_log");
  const logged = new Set(rows.map(({ id }) => id));
  expect(load.ids().filter((id) => !logged.has(id))).toEqual([]);
  expect(load.ids().length).toBeGreaterThan(100);
});

test("when the first process is killed the others end, and the next start finds everything free", async ({ start }) => {
  const killed = await start(two);
  const serving = await listServing(killed);
  expect(serving).toHaveLength(2);
  await killed.stop("SIGKILL");
  await expect.poll(() => serving.filter(isRunning)).toEqual([]);
  const server = await start({ ...two, PORT: new URL(killed.url).port, ROSTER_URL: killed.url });
  expect((await fetch(`${server.url}/api/ready`)).status).toBe(200);
});

test("processes that cannot start end Roster with a reason", async ({ start }) => {
  const server = await start(two);
  const ended = once(server.process, "exit");
  const deadline = Date.now() + 50_000;
  // Each that takes the place of another is killed before it serves.
  const kill = async () => {
    for (const id of await listServing(server)) process.kill(id, "SIGKILL");
  };
  while (server.process.exitCode === null && Date.now() < deadline) {
    await kill().catch(() => {});
    await wait(50);
  }
  expect((await ended)[0]).toBe(1);
  expect(server.output()).toContain("Roster ends: 5 times in a row a process of the server ended while it started.");
});

function stateOf(server: ServerProcess) {
  return { url: server.url, databaseUrl: "", environment: {} };
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

/** Callers that create people, each over new connections, one request after the other, until `end`. */
function beginLoad({ baseUrl, token }: ScimClientAccess) {
  const ids: string[] = [];
  let lost = 0;
  let isOver = false;
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/scim+json" };
  const call = async (caller: number) => {
    for (let turn = 0; !isOver; turn += 1) {
      const body = JSON.stringify({ userName: `person-${caller}-${turn}@acme.example` });
      try {
        const answer = await callAfresh(`${baseUrl}/Users`, { method: "POST", headers, body });
        if (answer.status === 201) ids.push(String(answer.headers["x-request-id"]));
        else lost += 1;
      } catch (error) {
        // What is refused at the door was never taken.
        if (!(error instanceof Error && "code" in error && error.code === "ECONNREFUSED")) lost += 1;
        await wait(5);
      }
    }
  };
  const calling = Array.from({ length: callers }, (_, caller) => call(caller));
  return {
    answered: () => ids.length,
    ids: () => ids,
    lost: () => lost,
    end: async () => {
      isOver = true;
      await Promise.all(calling);
    },
  };
}
