import { afterAll, beforeAll, expect, test } from "vitest";
import { type FakeTarget, type FakeTargetOptions, startFakeTarget } from "./testing/fake-target";
import { productBehaviours } from "./testing/fake-target/products";
import { createRunFixture, type RunFixture } from "./testing/run-fixture";
import { createSyncFixture, type SyncFixture, type TargetSettings } from "./testing/sync-fixture";

let fixture: SyncFixture;
let runs: RunFixture;
const fakes: FakeTarget[] = [];

beforeAll(async () => {
  fixture = await createSyncFixture();
  runs = createRunFixture(fixture);
});
afterAll(async () => {
  await Promise.all(fakes.map((fake) => fake.close()));
  await fixture.close();
});

async function startTarget(options: FakeTargetOptions, settings: TargetSettings) {
  await fixture.endpoint.database.pool.query("DELETE FROM targets");
  const fake = await startFakeTarget(options);
  fakes.push(fake);
  return { fake, targetId: await fixture.addTarget(fake, settings) };
}

function rename(id: string, givenName: string) {
  return fixture.send("PATCH", `/Users/${id}`, {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations: [{ op: "replace", path: "name.givenName", value: givenName }],
  });
}

test("zulip: people are changed by PUT, members by PATCH, and the configuration is not asked for", async () => {
  const { fake, targetId } = await startTarget(productBehaviours.zulip, { preset: "zulip" });
  const id = await fixture.createUser("zoe@sync.example", { name: { givenName: "Zoe", familyName: "Z" } });
  await fixture.drain(targetId);
  await rename(id, "Zoë");
  await fixture.drain(targetId);
  await fixture.createGroup("Zulip", [id]);
  const late = await fixture.createUser("late@sync.example");
  await fixture.send("PATCH", `/Groups/${await findGroup("Zulip")}`, {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
    Operations: [{ op: "add", path: "members", value: [{ value: late }] }],
  });
  await fixture.drain(targetId);
  expect(fake.find("User", "zoe@sync.example")).toMatchObject({ name: { givenName: "Zoë" } });
  expect(fake.requestsOf("PUT", "/Users/*")).toHaveLength(1);
  expect(fake.requestsOf("PATCH", "/Users/*")).toHaveLength(0);
  expect(fake.requestsOf("PUT", "/Groups/*")).toHaveLength(0);
  expect(fake.requestsOf("GET", "/ServiceProviderConfig")).toHaveLength(0);
  expect(fake.find("Group", "Zulip")?.members).toHaveLength(2);
});

test("webex: members carry their type, in lower case", async () => {
  const { fake, targetId } = await startTarget(productBehaviours.webex, { preset: "webex" });
  const id = await fixture.createUser("wim@sync.example");
  await fixture.createGroup("Webex", [id]);
  await fixture.drain(targetId);
  const bodies = JSON.stringify(fake.writes().map(({ body }) => body));
  expect(bodies).toContain('"type":"user"');
  expect(bodies).not.toContain('"type":"User"');
});

test("aws: lists are read by cursor, to their end", { timeout: 60_000 }, async () => {
  const names = ["a1", "a2", "a3", "a4", "a5"].map((name) => `${name}@aws.example`);
  for (const name of names) await fixture.createUser(name, { name: { givenName: "A", familyName: name } });
  const { fake, targetId } = await startTarget({ ...productBehaviours.aws, maxPageSize: 2 }, { preset: "aws" });
  await runs.run(targetId);
  const last = fake.find("User", "a5@aws.example")?.id;
  fake.byHand.edit("User", String(last), { displayName: "Changed there" });
  fake.clearRequests();
  expect(await runs.run(targetId)).toMatchObject({ state: "done", detail: null });
  const lists = fake.requestsOf("GET", "/Users").map(({ path }) => path);
  expect(lists.length).toBeGreaterThanOrEqual(3);
  expect(lists.every((path) => path.includes("cursor="))).toBe(true);
  expect(fake.find("User", "a5@aws.example")).not.toHaveProperty("displayName", "Changed there");
  // What a list has shown is not read one by one.
  expect(fake.requestsOf("GET", "/Users/*").length).toBeLessThan(names.length);
});

async function findGroup(displayName: string): Promise<string> {
  const filter = encodeURIComponent(`displayName eq "${displayName}"`);
  const { body } = await fixture.send("GET", `/Groups?filter=${filter}`);
  const [group] = Array.isArray(body.Resources) ? body.Resources : [];
  return String(Object.entries(group ?? {}).find(([name]) => name === "id")?.[1]);
}
