import type { Page } from "@playwright/test";
import { expectGoodPage } from "./look";
import { expect, test } from "./target-fixture";

// A worker passes people on by itself, and asks again only after a while.
test.setTimeout(180_000);

/** Opens the page again until it shows what a worker brings about. */
async function openUntil(page: Page, url: string, isThere: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await page.goto(url);
    await isThere();
  }).toPass({ timeout: 60_000 });
}

/** The page of one resource, until a worker has put it right. */
async function openUntilInSync(page: Page, name: string): Promise<void> {
  const state = page.getByRole("heading", { level: 2, name }).locator("xpath=..").getByText("In sync", { exact: true });
  await openUntil(page, page.url(), () => expect(state).toBeVisible({ timeout: 3_000 }));
}

const refusal = {
  status: 400,
  body: {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    status: "400",
    scimType: "invalidValue",
    detail: "This department is not known here",
  },
};
const isAboutGrace = ({ body }: { readonly body: unknown }) => JSON.stringify(body ?? "").includes("grace.hopper@");

test("a refused person is seen with the reason, retried, and is there", async ({ owner, startFake, provision }) => {
  const { page } = owner;
  const fake = await startFake({
    bulk: false,
    faults: [{ when: { method: "POST", path: "/Users", matches: isAboutGrace }, instead: refusal }],
  });
  const target = await provision(fake, ["Grace Hopper", "Alan Turing"]);

  const row = page.getByRole("row", { name: /Grace Hopper/ });
  await openUntil(page, `${target.url}/resources?state=problems`, () => expect(row).toBeVisible({ timeout: 3_000 }));
  await expect(row).toContainText("Refused");
  await expect(row).toContainText("This department is not known here");
  await expect(page.getByRole("row", { name: /Alan Turing/ })).toHaveCount(0);
  await row.getByRole("link", { name: "Grace Hopper" }).click();

  await expect(page.getByRole("heading", { name: "Wiki refused Grace Hopper (400 invalidValue)" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Should it be there?" })).toContainText("Yes.");
  await expect(page.getByRole("region", { name: "Body of the answer" })).toContainText("invalidValue");
  await expectGoodPage(page);

  fake.clearFaults();
  await page.getByRole("button", { name: "Retry now" }).click();
  await openUntilInSync(page, "Grace Hopper");
  expect(fake.find("User", "grace.hopper@acme.example")).toBeDefined();
});

test("a conflict is settled by saying which one it is", async ({ owner, startFake, provision }) => {
  const { page } = owner;
  const fake = await startFake();
  const userName = "alan.turing@acme.example";
  const right = fake.byHand.create("User", { userName, displayName: "Alan", active: true });
  fake.byHand.create("User", { userName, displayName: "Somebody else", active: true });
  const target = await provision(fake, ["Alan Turing"]);

  const row = page.getByRole("row", { name: /Alan Turing/ });
  await openUntil(page, `${target.url}/resources?state=conflicts`, () => expect(row).toBeVisible({ timeout: 3_000 }));
  // From now on it lets twins be, as they are.
  fake.behave({ uniqueUserName: "none" });
  await row.getByRole("link", { name: "Alan Turing" }).click();
  const choice = page.getByRole("region", { name: "Which one is it?" });
  await expect(choice.getByRole("listitem")).toHaveCount(2);
  await choice.getByRole("listitem").filter({ hasText: right }).getByRole("button", { name: "Link this one" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Link it" }).click();

  await openUntilInSync(page, "Alan Turing");
  await expect(page.getByRole("region", { name: "Identity" })).toContainText(right);
  await expect.poll(() => fake.resources.users.get(right)?.displayName).toBe("Alan Turing");
});

test("a plan is looked at, exported, and applied as it is", async ({ owner, startFake, provision }) => {
  const { page } = owner;
  const fake = await startFake();
  const target = await provision(fake, ["Grace Hopper", "Alan Turing"]);
  const synced = page.getByRole("row").filter({ hasText: "In sync" });
  await openUntil(page, `${target.url}/resources?type=User`, () => expect(synced).toHaveCount(3, { timeout: 3_000 }));
  fake.byHand.remove("User", String(fake.find("User", "alan.turing@acme.example")?.id));

  await page.getByRole("button", { name: "Make a plan" }).click();
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}$/, { timeout: 60_000 });
  await expect(page.getByRole("status").filter({ hasText: "Ready" })).toBeVisible({ timeout: 30_000 });
  const planned = page.getByRole("row", { name: /Alan Turing/ });
  await expect(planned).toContainText("Create");
  await expect(planned).toContainText("It is missing at the target.");
  await planned.getByText(/attributes/).click();
  await expect(planned).toContainText("userName");
  await expectGoodPage(page);

  const url = page.url();
  const csv = await page.request.get(`${url}/export?format=csv`);
  expect(await csv.text()).toContain("Alan Turing");
  const json: { label: string; operation: string }[] = await (
    await page.request.get(`${url}/export?format=json`)
  ).json();
  expect(json.filter(({ operation }) => operation === "create").map(({ label }) => label)).toEqual(["Alan Turing"]);

  await page.getByRole("button", { name: "Apply exactly this plan" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("1 resource is created");
  await dialog.getByRole("button", { name: "Apply to 1 resource" }).click();
  await expect(page.getByRole("heading", { name: "Plan applied" })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "Done" })).toBeVisible({ timeout: 60_000 });
  expect(fake.find("User", "alan.turing@acme.example")).toBeDefined();
});

test("what was changed at the target is seen and overwritten, and what is not managed is ignored", async ({
  owner,
  startFake,
  provision,
}) => {
  const { page } = owner;
  const fake = await startFake();
  fake.byHand.create("User", { userName: "legacy@acme.example", active: true });
  const target = await provision(fake, ["Grace Hopper"]);
  const synced = page.getByRole("row").filter({ hasText: "In sync" });
  await openUntil(page, `${target.url}/resources?type=User`, () => expect(synced).toHaveCount(2, { timeout: 3_000 }));
  const id = String(fake.find("User", "grace.hopper@acme.example")?.id);
  fake.byHand.edit("User", id, { displayName: "Amazing Grace" });

  await page.getByRole("button", { name: "Make a plan" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Ready" })).toBeVisible({ timeout: 30_000 });
  await page.goto(`${target.url}/drift`);
  const row = page.getByRole("row", { name: /Grace Hopper/ });
  await expect(row).toContainText("found Amazing Grace, expected Grace Hopper");
  await expectGoodPage(page);
  await row.getByRole("button", { name: "Overwrite Grace Hopper" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Overwrite it" }).click();
  await expect(row).toContainText("Put right", { timeout: 30_000 });
  await expect.poll(() => fake.resources.users.get(id)?.displayName, { timeout: 30_000 }).toBe("Grace Hopper");

  await page.getByRole("link", { name: "Not managed (1)" }).click();
  await page.getByRole("button", { name: "Ignore legacy@acme.example" }).click();
  await expect(page.getByRole("link", { name: "Not managed (0)" })).toBeVisible();
  await page.getByRole("link", { name: "Show the 1 ignored" }).click();
  await expect(page.getByRole("row", { name: /legacy@acme.example/ })).toBeVisible();
});

test("a mapping is edited while one sees what it yields, saved, and taken back", async ({
  owner,
  startFake,
  provision,
}) => {
  const { page } = owner;
  const fake = await startFake();
  const target = await provision(fake, ["Grace Hopper"]);
  await page.goto(`${target.url}/mappings`);
  await page.getByRole("region", { name: "Mappings for people" }).getByRole("link").first().click();
  await expect(page.getByText("Valid: it can be sent.")).toBeVisible();

  const expression = page.getByRole("textbox", { name: "Expression" });
  const before = await expression.inputValue();
  await expression.fill('{"userName": user.userName,\n "displayName": user.nope + }');
  await expect(page.getByRole("alert").filter({ hasText: "Line 2" })).toBeVisible();
  await expression.fill('{"userName": user.userName, "displayName": "Dr. " + user.fullName, "active": user.active}');
  await expect(page.getByRole("region", { name: "What would be sent" })).toContainText('"Dr. ');
  await expect(page.getByText(/Saving sends something else for 2 people, of 2 people/)).toBeVisible();

  // Whoever goes away and comes back finds what they wrote.
  await page.getByRole("link", { name: "Runs" }).click();
  await expect(page).toHaveURL(/\/runs$/);
  await page.goBack();
  await expect(page.getByText("What you had written and not saved is here again.")).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("version 2", { exact: false }).first()).toBeVisible();
  await expect
    .poll(() => fake.find("User", "grace.hopper@acme.example")?.displayName, { timeout: 60_000 })
    .toBe("Dr. Grace Hopper");

  await page.getByRole("button", { name: "Go back to version 1" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Go back to version 1" }).click();
  await expect(expression).toHaveValue(before);
  await expectGoodPage(page);
  await expect
    .poll(() => fake.find("User", "grace.hopper@acme.example")?.displayName, { timeout: 60_000 })
    .toBe("Grace Hopper");
});

test("one trace leads from the identity provider's request to the target and back", async ({
  owner,
  startFake,
  provision,
}) => {
  const { page } = owner;
  const target = await provision(await startFake(), []);
  const id = await target.addPerson("Grace Hopper");
  const cause = page.getByRole("link", { name: /^Request of the try for Grace Hopper/ });
  await openUntil(page, `${target.url}/resources/${id}`, () => expect(cause).toBeVisible({ timeout: 3_000 }));
  await cause.click();
  await expect(page.getByRole("heading", { name: "Passed on to" })).toBeVisible();
  await page.getByRole("region", { name: "Tries" }).getByRole("link", { name: "Grace Hopper" }).click();
  await expect(page).toHaveURL(`${target.url}/resources/${id}`);
  await page.getByRole("link", { name: "The person in Roster" }).click();
  const section = page.getByRole("region", { name: "At targets" });
  await expect(section).toContainText("Wiki");
  await expect(section).toContainText("In sync");
});
