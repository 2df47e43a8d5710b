import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { patchOpUrn } from "@/lib/scim/urns";
import { type FakeTarget, startFakeTarget } from "./testing/fake-target";
import { scimError, tryLater } from "./testing/fake-target/answer";
import type { Fault } from "./testing/fake-target/fault";
import { createSyncFixture, type SyncFixture } from "./testing/sync-fixture";

let fixture: SyncFixture;
beforeAll(async () => {
  fixture = await createSyncFixture();
});
afterEach(async () => {
  for (const path of ["/Groups", "/Users"]) {
    const { Resources } = (await fixture.send("GET", `${path}?count=200`)).body;
    for (const { id } of Resources as JsonObject[]) await fixture.send("DELETE", `${path}/${String(id)}`);
  }
});
afterAll(() => fixture.close());

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Two of five requests go wrong, half of these when they have been carried out. */
function createFaults(random: () => number): Fault[] {
  const effects: Fault[] = [
    { drop: "before" },
    { drop: "after" },
    { drop: "midway" },
    { instead: scimError(500) },
    { instead: tryLater(1, 503) },
    { change: () => scimError(500) },
  ];
  const bulk = [false, true];
  return bulk.flatMap((isOperation) =>
    effects.map((effect) => ({ ...effect, when: { bulk: isOperation, matches: () => random() < 0.08 } })),
  );
}

const patch = (operation: JsonObject): JsonObject => ({ schemas: [patchOpUrn], Operations: [operation] });

/** Changes people and groups at random; what is there in the end is asked of Roster, not kept here. */
async function changeAtRandom(random: () => number, seed: number, round: number): Promise<void> {
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)];
  const list = async (path: string) => (await fixture.send("GET", `${path}?count=200`)).body.Resources as JsonObject[];
  const people = await list("/Users");
  const groups = await list("/Groups");
  const [person, team] = [pick(people), pick(groups)];
  const act = pick([
    "person",
    "person",
    "team",
    "title",
    "active",
    "leave",
    "join",
    "join",
    "part",
    "rename",
    "dissolve",
  ]);
  const name = `${seed}-${round}`;
  if (act === "person" || person === undefined) await fixture.createUser(`p${name}@chaos.example`, { title: name });
  else if (act === "team" || team === undefined) await fixture.createGroup(`Team ${name}`, [String(person.id)]);
  else if (act === "title")
    await send(person, "Users", { op: "replace", path: "title", value: pick(["A", "B"]) ?? "A" });
  else if (act === "active")
    await send(person, "Users", { op: "replace", path: "active", value: person.active !== true });
  else if (act === "leave") await fixture.send("DELETE", `/Users/${String(person.id)}`);
  else if (act === "join")
    await send(team, "Groups", { op: "add", path: "members", value: [{ value: person.id ?? "" }] });
  else if (act === "part")
    await send(team, "Groups", { op: "remove", path: `members[value eq "${String(person.id)}"]` });
  else if (act === "rename") await send(team, "Groups", { op: "replace", path: "displayName", value: `Crew ${name}` });
  else await fixture.send("DELETE", `/Groups/${String(team.id)}`);
}

async function send({ id }: JsonObject, type: "Users" | "Groups", operation: JsonObject): Promise<void> {
  await fixture.send("PATCH", `/${type}/${String(id)}`, patch(operation));
}

/** What the target should show of those who are there: people by userName, groups with their members. */
async function readExpected() {
  const users = (await fixture.send("GET", "/Users?count=200")).body.Resources as JsonObject[];
  const groups = (await fixture.send("GET", "/Groups?count=200")).body.Resources as JsonObject[];
  const nameOf = new Map(users.map(({ id, userName }) => [id, String(userName)]));
  return {
    users: users.map(({ id, userName, title, active }) => ({ externalId: id, userName, title, active })),
    groups: groups.map(({ id, displayName, members = [] }) => ({
      externalId: id,
      displayName,
      members: (members as JsonObject[]).map(({ value }) => nameOf.get(value ?? "")).toSorted(),
    })),
  };
}

const byExternalId = (a: JsonObject, b: JsonObject) => (String(a.externalId) < String(b.externalId) ? -1 : 1);

function readShown(target: FakeTarget, isThere: (externalId: unknown) => boolean) {
  const { users, groups } = target.snapshot();
  return {
    users: users.filter(({ externalId }) => isThere(externalId)),
    groups: groups.toSorted(byExternalId),
    gone: users.filter(({ externalId, active }) => !isThere(externalId) && active !== false),
  };
}

/**
 * A change of members that was carried out and not confirmed, and is taken back before it is tried again: what the target has
 * is neither what Roster holds for confirmed, nor what it wants.
 */
test.each([
  ["added", "add"],
  ["removed", "remove"],
] as const)("a member who was %s without an answer, and is not to be any more, is put right", async (_, op) => {
  await fixture.endpoint.database.pool.query("DELETE FROM targets");
  const fake = await startFakeTarget({ bulk: false });
  try {
    const targetId = await fixture.addTarget(fake);
    const personId = await fixture.createUser(`${op}@chaos.example`);
    const id = await fixture.createGroup(`Team ${op}`, op === "add" ? [] : [personId]);
    await fixture.drain(targetId);
    const add = { op: "add", path: "members", value: [{ value: personId }] };
    const remove = { op: "remove", path: `members[value eq "${personId}"]` };
    fake.script({ when: { method: "PATCH", path: "/Groups/*" }, times: 1, drop: "after" });
    await send({ id }, "Groups", op === "add" ? add : remove);
    await fixture.drain(targetId);
    expect(fake.faults()).toEqual([]);
    await send({ id }, "Groups", op === "add" ? remove : add);
    await fixture.hurry(targetId);
    await fixture.drain(targetId);
    expect(fake.snapshot().groups[0]?.members).toEqual(op === "add" ? [] : [`${op}@chaos.example`]);
  } finally {
    await fake.close();
  }
});

test.each([1, 2, 3, 4])(
  "whatever goes wrong on the way, the target shows in the end what it should (seed %i)",
  async (seed) => {
    const random = createRandom(seed);
    await fixture.endpoint.database.pool.query("DELETE FROM targets");
    const fake = await startFakeTarget({
      bulk: seed % 2 === 0 ? { maxOperations: 5, maxPayloadSize: 100_000 } : false,
    });
    try {
      const targetId = await fixture.addTarget(fake, { options: { breakerPercent: 100, breakerMinimum: 100_000 } });
      fake.script(...createFaults(random));
      for (let round = 0; round < 40; round += 1) {
        await changeAtRandom(random, seed, round);
        if (random() < 0.5) continue;
        await fixture.hurry(targetId);
        await fixture.drain(targetId);
      }
      const bad = fake.requests.filter(({ status }) => status === undefined || status >= 500).length;
      expect(bad).toBeGreaterThan(5);

      fake.clearFaults();
      const { prisma } = fixture.endpoint.database;
      for (let time = 0; time < 10 && (await prisma.syncJob.count({ where: { targetId } })) > 0; time += 1) {
        await fixture.hurry(targetId);
        await fixture.drain(targetId);
      }
      expect(await prisma.syncJob.count({ where: { targetId } })).toBe(0);
      expect(fake.findDuplicates()).toEqual([]);
      const expected = await readExpected();
      const there = new Set(expected.users.map(({ externalId }) => externalId));
      const shown = readShown(fake, (externalId) => there.has(externalId as never));
      expect(shown.users.toSorted(byExternalId)).toMatchObject(expected.users.toSorted(byExternalId as never));
      expect(shown.gone).toEqual([]);
      expect(shown.groups).toMatchObject(expected.groups.toSorted(byExternalId as never));
    } finally {
      await fake.close();
    }
  },
  120_000,
);
