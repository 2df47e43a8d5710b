import { type FakeTarget, type FakeTargetOptions, startFakeTarget } from "@/lib/http/testing/fake-target";
import { test as base, expect, type Owner } from "./owner-fixture";

export { expect } from "./owner-fixture";

/** A target of the owner's organization at a fake one, with people who come by a SCIM client. */
export type ProvisionedTarget = {
  readonly id: string;
  readonly name: string;
  /** Its pages. */
  readonly url: string;
  readonly fake: FakeTarget;
  /** @returns the person's id */
  addPerson(name: string): Promise<string>;
};

type Fixtures = {
  /** Starts a fake target; it is stopped after the test. */
  startFake: (options?: FakeTargetOptions) => Promise<FakeTarget>;
  /** Has the organization provision the fake target from now on, people first. */
  provision: (fake: FakeTarget, people: readonly string[]) => Promise<ProvisionedTarget>;
};

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
  startFake: async ({}, use) => {
    const started: FakeTarget[] = [];
    await use(async (options) => {
      const fake = await startFakeTarget(options);
      started.push(fake);
      return fake;
    });
    for (const fake of started) await fake.close();
  },
  provision: async ({ owner, rosterProgram, server }, use) => {
    await use(async (fake, people) => {
      const addPerson = await createAddPerson(owner);
      for (const person of people) await addPerson(person);
      const name = "Wiki";
      const args = ["target", "add", name, "-r", owner.organization.subdomain, "--url", fake.url, "--token-stdin"];
      const added = (await rosterProgram(args, { input: fake.token })) as { readonly id: string };
      return { id: added.id, name, url: `${server.url}/targets/${added.id}`, fake, addPerson };
    });
  },
});

async function createAddPerson(owner: Owner): Promise<ProvisionedTarget["addPerson"]> {
  const scim = await owner.addScimClient({ preset: "okta" });
  return async (name) => {
    const [givenName = "", familyName = ""] = name.split(" ");
    const userName = `${givenName}.${familyName}@acme.example`.toLowerCase();
    const schemas = ["urn:ietf:params:scim:schemas:core:2.0:User"];
    const body = JSON.stringify({
      schemas,
      userName,
      name: { givenName, familyName },
      title: "Engineer",
      active: true,
    });
    const answer = await scim.fetch("/Users", { method: "POST", body });
    expect(answer.status).toBe(201);
    return String((await answer.json()).id);
  };
}
