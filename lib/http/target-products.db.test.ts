import { afterAll, beforeAll, expect, test } from "vitest";
import type { TargetPreset } from "@/lib/provisioning/target-options";
import type { JsonObject } from "@/lib/scim/json";
import { patchOpUrn } from "@/lib/scim/urns";
import { startFakeTarget } from "./testing/fake-target";
import type { FakeBehaviour } from "./testing/fake-target/behaviour";
import { productBehaviours } from "./testing/fake-target/products";
import { createSyncFixture, type SyncFixture } from "./testing/sync-fixture";

let fixture: SyncFixture;
beforeAll(async () => {
  fixture = await createSyncFixture();
});
afterAll(() => fixture.close());

const change = (operation: JsonObject): JsonObject => ({ schemas: [patchOpUrn], Operations: [operation] });

type Product = Partial<FakeBehaviour>;
const products: { readonly [Name in TargetPreset]: Product } = { generic: {}, ...productBehaviours };

/** What is not to be expected of a product, though it is of the others: groups, and which changes of a title arrive. */
const limits: { readonly [Name in TargetPreset]?: { readonly groups?: false; readonly title: "made" | "never" } } = {
  gitlab: { groups: false, title: "made" },
  zulip: { title: "never" },
};

test.each(Object.keys(products) as TargetPreset[])(
  "%s is kept as it should be by its preset",
  async (preset) => {
    const { pool } = fixture.endpoint.database;
    await pool.query("DELETE FROM targets");
    const fake = await startFakeTarget(products[preset]);
    try {
      const targetId = await fixture.addTarget(fake, { preset, options: { requestsPerSecond: "none" } });
      const { groups: hasGroups = true, title = "changed" } = limits[preset] ?? {};
      const [ada, bo] = [`ada@${preset}.example`, `bo@${preset}.example`];
      const emails = [{ value: ada, type: "work", primary: true }];
      const name = { givenName: "Ada", familyName: "Lovelace" };
      const adaId = await fixture.createUser(ada, { emails, name, title: "Countess" });
      const boId = await fixture.createUser(bo, { name: { givenName: "Bo", familyName: "B" } });
      const groupId = await fixture.createGroup(`Team ${preset}`, [adaId, boId]);
      await fixture.drain(targetId);
      expect(fake.find("User", ada)).toMatchObject({ userName: ada, active: true });
      if (title !== "never") expect(fake.find("User", ada)).toMatchObject({ title: "Countess" });
      const namesOf = () => fake.snapshot().groups[0]?.members;
      if (hasGroups) expect(namesOf()).toEqual([ada, bo]);

      await fixture.send("PATCH", `/Users/${adaId}`, change({ op: "replace", path: "title", value: "Lady" }));
      await fixture.send("PATCH", `/Groups/${groupId}`, change({ op: "remove", path: `members[value eq "${boId}"]` }));
      await fixture.drain(targetId);
      if (title === "changed") expect(fake.find("User", ada)).toMatchObject({ title: "Lady" });
      if (hasGroups) expect(namesOf()).toEqual([ada]);

      await fixture.send(
        "PATCH",
        `/Groups/${groupId}`,
        change({ op: "replace", path: "displayName", value: `Crew ${preset}` }),
      );
      await fixture.send(
        "PATCH",
        `/Groups/${groupId}`,
        change({ op: "add", path: "members", value: [{ value: boId }] }),
      );
      await fixture.send("PATCH", `/Users/${boId}`, change({ op: "replace", path: "active", value: false }));
      await fixture.drain(targetId);
      expect(fake.find("User", bo)).toMatchObject({ active: false });
      if (hasGroups)
        expect(fake.snapshot().groups).toMatchObject([{ displayName: `Crew ${preset}`, members: [ada, bo] }]);

      await fixture.send("DELETE", `/Groups/${groupId}`);
      await fixture.send("DELETE", `/Users/${adaId}`);
      await fixture.drain(targetId);
      expect(fake.find("User", ada)).toMatchObject({ active: false });
      expect(fake.snapshot().groups).toEqual([]);
      expect(fake.findDuplicates()).toEqual([]);
      const { prisma } = fixture.endpoint.database;
      const links = await prisma.resourceLink.findMany({ where: { targetId }, select: { problem: true } });
      expect(links.filter(({ problem }) => problem !== null)).toEqual([]);
      expect(await prisma.syncJob.count({ where: { targetId } })).toBe(0);
    } finally {
      await fake.close();
    }
  },
  60_000,
);
