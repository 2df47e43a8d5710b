import type { Page } from "@playwright/test";
import { type FakeTarget, startFakeTarget } from "@/lib/http/testing/fake-target";
import type { Scim } from "../fixtures";
import type { ServerState } from "../server-state";
import { expectGoodOnEveryScreen, expectGoodPage } from "./look";
import { expect, type Owner, test as withOwner } from "./owner-fixture";

// Workers look every 250 ms, and the machine may be busy with other tests.
withOwner.setTimeout(180_000);

const test = withOwner.extend<{ fake: FakeTarget }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the pattern.
  fake: async ({}, use) => {
    const fake = await startFakeTarget();
    await use(fake);
    await fake.close();
  },
});

const soon = { timeout: 60_000 };

async function addPerson(scim: Scim, userName: string): Promise<void> {
  const answer = await scim.fetch("/Users", {
    method: "POST",
    body: JSON.stringify({
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      userName,
      name: { givenName: "Grace", familyName: "Hopper" },
    }),
  });
  expect(answer.status).toBe(201);
}

/** Fills in the form for a new target, and sends it. */
async function connect(page: Page, server: ServerState, target: { name: string; url: string; token: string }) {
  await page.goto(`${server.url}/targets/new?preset=generic`);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(target.name);
  await page.getByRole("textbox", { name: "Base URL" }).fill(target.url);
  await page.locator("#token").fill(target.token);
  await page.getByRole("button", { name: "Connect and check" }).click();
}

/** Connects a target and starts it. */
async function connectAndStart({ page }: Owner, server: ServerState, fake: FakeTarget, name: string) {
  await connect(page, server, { name, url: fake.url, token: fake.token });
  await expect(page).toHaveURL(/\/start$/);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Start ${name}` })
    .click();
  await expect(page).toHaveURL(/\/targets\/[0-9a-f-]+$/);
}

test("from the empty list to people who are there: connect, check, plan, start", async ({ owner, server, fake }) => {
  const { page } = owner;
  const scim = await owner.addScimClient({ preset: "okta" });
  await addPerson(scim, "grace@acme.example");
  await page.goto(`${server.url}/targets`);
  await expect(page.getByText("Nobody is provisioned anywhere yet")).toBeVisible();
  await expectGoodPage(page);

  await page.getByRole("link", { name: "Connect a target" }).click();
  await page
    .getByRole("main")
    .getByRole("link", { name: /Any SCIM 2.0 service provider/ })
    .click();
  await expect(page.getByText(/All 2 people belong to it/)).toBeVisible();
  await page.getByRole("checkbox", { name: "member" }).check();
  await expect(page.getByText(/1 person of 2 belongs to it/)).toBeVisible();
  await page.getByRole("checkbox", { name: "member" }).uncheck();
  await expectGoodOnEveryScreen(page);

  await connect(page, server, { name: "Wiki", url: fake.url, token: fake.token });
  await expect(page.getByText("The target was reached, and took the credential.")).toBeVisible();
  await expect(page.getByText("So Roster does this")).toBeVisible();
  await expect(page.getByText("Changes are sent as PATCH.")).toBeVisible();
  expect(await page.content()).not.toContain(fake.token);
  expect(fake.writes()).toEqual([]);

  await page.getByRole("button", { name: "Make a plan" }).click();
  await expect(page.getByRole("link", { name: "See everyone in the plan, and why" })).toBeVisible(soon);
  await expect(page.getByRole("main").locator("dl")).toContainText(/create2/);
  expect(fake.writes()).toEqual([]);
  await expectGoodOnEveryScreen(page);

  await page.getByRole("button", { name: "Start", exact: true }).click();
  const question = page.getByRole("dialog", { name: "Start provisioning Wiki?" });
  await expect(question).toContainText("2 people and groups are created at Wiki");
  await question.getByRole("button", { name: "Start Wiki" }).click();
  await expect(page).toHaveURL(/\/targets\/[0-9a-f-]+$/);
  await expect.poll(() => fake.find("User", "grace@acme.example"), soon).toBeDefined();
  await expect(page.getByText("In sync", { exact: true })).toBeVisible(soon);
  await expect(page.getByRole("link", { name: "Grace Hopper" }).first()).toBeVisible(soon);
  await expectGoodOnEveryScreen(page);

  // What changes here is there without a click.
  await addPerson(scim, "ada@acme.example");
  await expect.poll(() => fake.find("User", "ada@acme.example"), soon).toBeDefined();
  await page.goto(`${server.url}/targets`);
  await expect(page.getByRole("row", { name: /Wiki/ })).toContainText("In sync");
  await expectGoodOnEveryScreen(page);
});

test("a target that cannot be reached, or refuses the token, says so before anything is sent", async ({
  owner,
  server,
  fake,
}) => {
  const { page } = owner;
  await connect(page, server, { name: "Wiki", url: fake.url, token: "not-the-right-token-at-all" });
  await expect(page.getByText("Needs a look")).toBeVisible();
  await expect(page.getByText(/401/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Make a plan" })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Start", exact: true })).toBeDisabled();
  await expectGoodOnEveryScreen(page);

  await page.getByRole("link", { name: "Change base URL or credential" }).click();
  await page.locator("#token").fill(fake.token);
  await page.getByRole("button", { name: "Save and check" }).click();
  await expect(page.getByText("Saved. The target was reached, and took the credential.")).toBeVisible();
  await expectGoodPage(page);
  await page.getByRole("link", { name: "Check, plan and start" }).click();
  await expect(page.getByRole("button", { name: "Make a plan" })).toBeEnabled();
});

test("what is wrong is said beside its field, and what was typed stays", async ({ owner, server }) => {
  const { page } = owner;
  await connect(page, server, { name: "Wiki", url: "https://wiki.example/scim/v2/Users", token: "" });
  await expect(page.getByRole("textbox", { name: "Base URL" })).toHaveAccessibleDescription(/Leave out \/Users/);
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("Wiki");
  await expectGoodPage(page);
});

test("it pauses, remembers, and resumes", async ({ owner, server, fake }) => {
  const { page } = owner;
  const scim = await owner.addScimClient({ preset: "okta" });
  await connectAndStart(owner, server, fake, "Wiki");
  await expect(page.getByText("In sync", { exact: true })).toBeVisible(soon);
  await page.reload();
  await page.getByRole("button", { name: "Pause" }).click();
  const question = page.getByRole("dialog", { name: "Pause Wiki?" });
  await expect(question).toContainText(/1 person or group stays/);
  await question.getByRole("button", { name: "Pause Wiki" }).click();
  await expect(page.getByText("It is paused")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Console" }).first()).toContainText("1 paused");
  await addPerson(scim, "grace@acme.example");
  await page.reload();
  await expect(page.getByText(/1 person or group waits/)).toBeVisible();
  expect(fake.find("User", "grace@acme.example")).toBeUndefined();
  await expectGoodOnEveryScreen(page);

  await page.getByRole("button", { name: "Resume" }).click();
  await expect.poll(() => fake.find("User", "grace@acme.example"), soon).toBeDefined();
});

test("a token that is refused later stops it, with the reason and what to do", async ({ owner, server, fake }) => {
  const { page } = owner;
  const scim = await owner.addScimClient({ preset: "okta" });
  await connectAndStart(owner, server, fake, "Wiki");
  await expect.poll(() => fake.resources.users.size, soon).toBe(1);
  fake.changeToken("another-token-0123456789");
  await addPerson(scim, "grace@acme.example");
  await expect(page.getByText("Stopped", { exact: true })).toBeVisible(soon);
  await expect(page.getByText(/The target does not take the credential any more/)).toBeVisible(soon);
  await expectGoodOnEveryScreen(page);

  await page.getByRole("link", { name: "replace it here" }).click();
  await page.locator("#token").fill("another-token-0123456789");
  await page.getByRole("button", { name: "Save and check" }).click();
  await expect(page.getByText(/Resume it to try the new one/)).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect.poll(() => fake.find("User", "grace@acme.example"), soon).toBeDefined();
});

test("one person whom it may not touch is left out, and everybody else goes on", async ({ owner, server, fake }) => {
  const { page } = owner;
  const scim = await owner.addScimClient({ preset: "okta" });
  await connectAndStart(owner, server, fake, "Wiki");
  await expect.poll(() => fake.resources.users.size, soon).toBe(1);
  const forbidden = {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    status: "403",
    detail: "Not this one.",
  };
  fake.script({
    when: { method: "POST", path: "/Users", matches: ({ body }) => JSON.stringify(body).includes("grace@") },
    instead: { status: 403, body: forbidden },
  });
  await addPerson(scim, "grace@acme.example");
  await expect(page.getByText(/does not let the credential change Grace Hopper/)).toBeVisible(soon);
  await expectGoodOnEveryScreen(page);
  await addPerson(scim, "ada@acme.example");

  await page.getByRole("button", { name: "Leave out and resume" }).click();
  const question = page.getByRole("dialog", { name: "Leave out Grace Hopper, and resume?" });
  await question.getByRole("button", { name: "Leave out Grace Hopper and resume" }).click();
  await expect.poll(() => fake.find("User", "ada@acme.example"), soon).toBeDefined();
  expect(fake.find("User", "grace@acme.example")).toBeUndefined();
});

test("options and scope are reviewed before they are saved", async ({ owner, server, fake }) => {
  const { page } = owner;
  await connectAndStart(owner, server, fake, "Wiki");
  await page.getByRole("link", { name: "Options" }).click();
  await expect(page.getByText("Nothing is changed.")).toBeVisible();
  await page.getByRole("radio", { name: /^Delete/ }).check();
  await page.getByRole("checkbox", { name: "administrator" }).check();
  await expect(page.getByText("Nobody belongs to it.")).toBeVisible();
  await page.getByRole("button", { name: "Review changes" }).click();
  const review = page.getByRole("dialog", { name: "What changes" });
  await expect(review).toContainText("Deactivate → Delete");
  await expect(review).toContainText("everybody → roles administrator");
  await review.getByRole("button", { name: "Save" }).click();
  await expect(review).toBeHidden();
  await expect(page.getByRole("radio", { name: /^Delete/ })).toBeChecked();
  await expect(page.getByText("Nothing is changed.")).toBeVisible();
  await expectGoodOnEveryScreen(page);
});

test("what would take away too many is held until somebody decides", async ({ owner, server, fake }) => {
  const { page } = owner;
  const scim = await owner.addScimClient({ preset: "generic" });
  await connectAndStart(owner, server, fake, "Wiki");
  const overview = page.url();
  await addPerson(scim, "grace@acme.example");
  await expect.poll(() => fake.find("User", "grace@acme.example"), soon).toBeDefined();
  await page.goto(`${overview}/options`);
  await page.getByRole("spinbutton", { name: "Never hold fewer than" }).fill("0");
  await page.getByRole("checkbox", { name: "member" }).check();
  await page.getByRole("checkbox", { name: "owner" }).check();
  await page.getByRole("button", { name: "Review changes" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Nothing is changed.")).toBeVisible();
  await page.getByRole("checkbox", { name: "member" }).uncheck();
  await page.getByRole("button", { name: "Review changes" }).click();
  await expect(page.getByRole("dialog")).toContainText("Who does not belong to it any more is deprovisioned there");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.goto(overview);
  await expect(page.getByText(/1 deprovision is held, of 2 people at Wiki/)).toBeVisible(soon);
  await expectGoodOnEveryScreen(page);
  expect(fake.find("User", "grace@acme.example")).toMatchObject({ active: true });

  await page.getByRole("button", { name: "Allow 1" }).click();
  const question = page.getByRole("dialog", { name: "Allow 1 deprovision?" });
  await expect(question).toContainText("1 person is set to inactive at Wiki");
  await question.getByRole("button", { name: "Allow 1" }).click();
  await expect.poll(() => fake.find("User", "grace@acme.example"), soon).toMatchObject({ active: false });
});

test("it is removed after its name was typed, and who is there stays", async ({ owner, server, fake }) => {
  const { page } = owner;
  await connectAndStart(owner, server, fake, "Wiki");
  await expect.poll(() => fake.resources.users.size, soon).toBe(1);
  await page.getByRole("link", { name: "Danger" }).click();
  await expect(page.getByText(/1 person and 0 groups stay at Wiki/)).toBeVisible();
  await page.getByRole("textbox", { name: "Type Wiki to confirm" }).fill("Wikis");
  await page.getByRole("button", { name: "Remove Wiki" }).click();
  await expect(page.getByRole("textbox", { name: "Type Wiki to confirm" })).toHaveAccessibleDescription(/exactly/);
  await page.getByRole("textbox", { name: "Type Wiki to confirm" }).fill("Wiki");
  await page.getByRole("button", { name: "Remove Wiki" }).click();
  await expect(page).toHaveURL(/\/targets$/);
  await expect(page.getByText("Nobody is provisioned anywhere yet")).toBeVisible();
  expect(fake.resources.users.size).toBe(1);
});
