import type { Page } from "@playwright/test";
import type { Database } from "@/lib/db/pool";
import type { Scim } from "../fixtures";
import { expectGoodOnEveryScreen } from "./look";
import { expect, type Owner, test } from "./owner-fixture";
import { password } from "./signed-in-person";

const userUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
const groupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";
const patchUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const longName = "Wolfeschlegelsteinhausenbergerdorff".repeat(3).slice(0, 100);

async function send(scim: Scim, method: string, path: string, body: object): Promise<string> {
  const answer = await scim.fetch(path, { method, body: JSON.stringify(body) });
  expect(answer.ok, await answer.clone().text()).toBe(true);
  return method === "POST" ? String((await answer.json()).id) : "";
}

/** So many people at once, which would take minutes by SCIM. */
async function insertPeople(database: Database, owner: Owner, count: number): Promise<void> {
  await database.pool.query(
    `INSERT INTO users (id, organization_id, user_name, user_name_folded, active, role, full_name, full_name_folded,
       attributes, search, created, last_modified)
     SELECT gen_random_uuid(), $1, mail, mail, n % 10 <> 0, 'member', name, lower(name), '{}', '{}', now(), now()
     FROM (SELECT n, 'Person ' || lpad(n::text, 4, '0') AS name, 'p' || n || '@acme.example' AS mail
       FROM generate_series(1, $2::int) n) people`,
    [owner.organization.id, count],
  );
}

const rows = (page: Page) => page.getByRole("table", { name: "People" }).getByRole("row");
const firstName = (page: Page) => rows(page).nth(1).getByRole("link");

/** Follows a link to another page of a list, and waits until it is there. */
async function turnTo(page: Page, name: string, first: string): Promise<void> {
  const before = page.url();
  await page.getByRole("link", { name, exact: true }).click();
  await page.waitForURL((url) => url.href !== before);
  await expect(firstName(page)).toHaveText(first);
}

test("a thousand people are paged to and fro, sorted and narrowed, all in the address", async ({
  owner,
  server,
  database,
}) => {
  const { page } = owner;
  await insertPeople(database, owner, 1_000);
  await page.goto(`${server.url}/people`);
  await expect(page.getByRole("status")).toHaveText("1,001 people");
  await expect(rows(page)).toHaveCount(51);
  await expect(firstName(page)).toHaveText(owner.name);
  await turnTo(page, "Next", "Person 0050");
  await turnTo(page, "Next", "Person 0100");
  await turnTo(page, "Previous", "Person 0050");
  await expectGoodOnEveryScreen(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await turnTo(page, "First page", owner.name);

  await turnTo(page, "Name and userName", "Person 1000");
  await expect(page.getByRole("columnheader", { name: "Name and userName" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );

  await page.getByRole("searchbox", { name: "Search" }).fill("p99");
  await page.getByRole("combobox", { name: "State" }).selectOption("Deactivated");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/text=p99&state=deactivated.*sort=-name/);
  await expect(page.getByRole("status")).toHaveText("1 person fits");
  await expect(firstName(page)).toHaveText("Person 0990");
  await page.reload();
  await expect(page.getByRole("combobox", { name: "State" })).toHaveValue("deactivated");

  await page.getByRole("combobox", { name: "Role" }).selectOption("guest");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("Nobody fits these filters")).toBeVisible();
  await expectGoodOnEveryScreen(page);
});

test("a person is added by hand, and what is wrong stands beside its field while typed values stay", async ({
  owner,
  server,
}) => {
  const { page } = owner;
  await page.goto(`${server.url}/people`);
  await page.getByRole("link", { name: "Add a person" }).first().click();
  const userName = page.getByRole("textbox", { name: "userName" });
  await page.getByRole("textbox", { name: "Given name" }).fill("Grace");
  await page.getByRole("textbox", { name: "Family name" }).fill("Hopper");
  await userName.fill(owner.email.toUpperCase());
  await page.getByRole("button", { name: "Add the person" }).click();
  await expect(userName).toHaveAccessibleDescription(/Ada Lovelace has the userName/);
  await expect(page.getByRole("textbox", { name: "Given name" })).toHaveValue("Grace");
  await expectGoodOnEveryScreen(page);

  await userName.fill("grace@acme.example");
  await page.getByRole("combobox", { name: "Role" }).selectOption("owner");
  await page.getByRole("button", { name: "Add the person" }).click();
  const confirmation = page.getByRole("textbox", { name: "Your password" });
  await expect(confirmation).toHaveAccessibleDescription(/Type your password/);
  await confirmation.fill(password);
  await page.getByRole("button", { name: "Add the person" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Grace Hopper");
  await expect(page.getByRole("region", { name: "Why this role" })).toContainText(
    "Ada Lovelace chose the role by hand.",
  );
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText("Ada Lovelace created Grace Hopper");

  await page.getByRole("button", { name: "Invite to the console" }).click();
  await page.getByRole("button", { name: "Make the link" }).click();
  await expect(page.getByRole("dialog")).toContainText(`${server.url}/invitation/`);
});

test("the page of a person tells who manages them, why they have their role, and what happened", async ({
  owner,
  server,
}) => {
  const { page } = owner;
  const scim = await owner.addScimClient({ preset: "okta" });
  const id = await send(scim, "POST", "/Users", {
    schemas: [userUrn],
    userName: "grace@acme.example",
    externalId: "00u1",
    name: { givenName: "Grace", familyName: longName },
    roles: [{ value: "moderator" }],
    emails: [{ value: "grace@acme.example", type: "work", primary: true }],
    active: true,
  });
  await send(scim, "POST", "/Groups", { schemas: [groupUrn], displayName: "Engineering", members: [{ value: id }] });
  const title = { op: "replace", path: "title", value: "Rear Admiral" };
  await send(scim, "PATCH", `/Users/${id}`, { schemas: [patchUrn], Operations: [title] });

  await page.goto(`${server.url}/people/${id}`);
  const timeline = page.getByRole("region", { name: "Timeline" });
  await expect(timeline.getByRole("listitem").first()).toContainText(`${scim.client.name} changed title`);
  await expect(timeline).toContainText(`to the group Engineering`);
  await expect(timeline.getByRole("link", { name: "Request" }).first()).toHaveAttribute("href", /^\/activity\//);
  const why = page.getByRole("region", { name: "Why this role" });
  await expect(why.getByRole("listitem")).toContainText(["roles: moderator", scim.client.name, "moderator"]);
  await expect(page.getByRole("region", { name: "Identity" })).toContainText("00u1");
  await expect(page.getByRole("region", { name: "Groups" }).getByRole("link", { name: "Engineering" })).toBeVisible();
  await page.getByText("Raw SCIM").click();
  await expect(page.getByRole("region", { name: "Resource" })).toContainText('"externalId": "00u1"');
  await expectGoodOnEveryScreen(page);
  await page.setViewportSize({ width: 1280, height: 900 });

  await page.getByRole("button", { name: "Edit" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(/Okta manages Grace .* What you change here stays until Okta sends it again\./);
  await expectGoodOnEveryScreen(page);
  await dialog.getByRole("textbox", { name: "Family name" }).fill("Hopper");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Grace Hopper");

  await page.getByRole("button", { name: "Edit" }).click();
  await send(scim, "PATCH", `/Users/${id}`, {
    schemas: [patchUrn],
    Operations: [{ ...title, value: "Commodore" }],
  });
  await dialog.getByRole("textbox", { name: "Given name" }).fill("Amazing");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("changed this in the meantime");
});

test("deactivating says in numbers what follows and is undone; deleting takes the typed userName and the password", async ({
  owner,
  server,
}) => {
  const { page } = owner;
  const scim = await owner.addScimClient({ preset: "okta" });
  const user = { schemas: [userUrn], userName: "grace@acme.example", displayName: "Grace", active: true };
  const id = await send(scim, "POST", "/Users", user);
  await send(scim, "POST", "/Groups", { schemas: [groupUrn], displayName: "Engineering", members: [{ value: id }] });
  await page.goto(`${server.url}/people/${id}`);

  await page.getByRole("button", { name: "Deactivate" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("1 group and 0 streams are kept");
  await expectGoodOnEveryScreen(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await dialog.getByRole("button", { name: "Deactivate Grace" }).click();
  await expect(page.getByRole("button", { name: "Reactivate" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText("Ada Lovelace deactivated Grace");
  await page.getByRole("button", { name: "Reactivate" }).click();
  await dialog.getByRole("button", { name: "Reactivate Grace" }).click();
  await expect(page.getByRole("button", { name: "Deactivate" })).toBeVisible();

  await page.getByRole("button", { name: "Delete" }).click();
  const typed = dialog.getByRole("textbox", { name: "Type grace@acme.example to delete" });
  await typed.fill("grace");
  await dialog.getByRole("textbox", { name: "Your password" }).fill(password);
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(typed).toHaveAccessibleDescription(/just so/);
  await expectGoodOnEveryScreen(page);
  await typed.fill("grace@acme.example");
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(page).toHaveURL(`${server.url}/people`);
  await expect(page.getByRole("status")).toHaveText("1 person");
  await page.goto(`${server.url}/audit`);
  await expect(page.getByRole("main")).toContainText("deleted Grace by hand");
});

test("nobody takes their own access, and an administrator changes no owner", async ({ owner, server, signIn }) => {
  await owner.page.goto(`${server.url}/people/${owner.id}`);
  await expect(owner.page.getByRole("button", { name: "Edit" })).toBeVisible();
  await expect(owner.page.getByRole("button", { name: /Deactivate|Delete/ })).toHaveCount(0);
  const { page } = await signIn("administrator");
  await page.goto(`${server.url}/people/${owner.id}`);
  await expect(page.getByRole("main")).toContainText("whom only owners change");
  await expect(page.getByRole("button", { name: /Edit|Deactivate|Delete/ })).toHaveCount(0);
  await page.goto(`${server.url}/people/new`);
  await expect(page.getByRole("combobox", { name: "Role" }).getByRole("option", { name: "owner" })).toHaveCount(0);
});

test("a group is made, filled, searched, renamed and deleted by hand", async ({ owner, server, database }) => {
  const { page } = owner;
  await page.goto(`${server.url}/groups`);
  await expect(page.getByText("There is no group yet")).toBeVisible();
  await expectGoodOnEveryScreen(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole("button", { name: "Make a group" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill(longName);
  await page.getByRole("button", { name: "Make the group" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(longName);
  await expect(page.getByText("Nobody is in this group")).toBeVisible();

  await page.getByRole("combobox", { name: "Person" }).fill("nobody@acme.example");
  await page.getByRole("button", { name: "Add the person" }).click();
  await expect(page.getByRole("combobox", { name: "Person" })).toHaveAccessibleDescription(
    /Nobody in .* has the userName/,
  );
  await page.getByRole("combobox", { name: "Person" }).fill(owner.email);
  await page.getByRole("button", { name: "Add the person" }).click();
  await expect(page.getByRole("region", { name: "People" }).getByRole("link", { name: owner.name })).toBeVisible();
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText("added 1 member");

  await insertPeople(database, owner, 60);
  await database.pool.query(
    `INSERT INTO group_memberships (organization_id, group_id, user_id)
     SELECT organization_id, $2, id FROM users WHERE organization_id = $1 ON CONFLICT DO NOTHING`,
    [owner.organization.id, page.url().split("/").at(-1)],
  );
  await page.reload();
  const members = page.getByRole("region", { name: "People" });
  await expect(members.getByRole("listitem")).toHaveCount(25);
  await page.getByRole("link", { name: "Next" }).click();
  await expect(members.getByRole("listitem").first()).toContainText("Person 0025");
  await expectGoodOnEveryScreen(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole("searchbox", { name: "Search in this group" }).fill("0042");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(members.getByRole("listitem")).toHaveCount(1);
  await page.getByRole("button", { name: "Take out Person 0042" }).click();
  await expect(page.getByText("Nobody in this group fits.")).toBeVisible();

  await page.getByRole("button", { name: "Rename" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Engineering");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Engineering");
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("dialog")).toContainText("60 people lose this group");
  await page.getByRole("textbox", { name: "Type Engineering to delete" }).fill("Engineering");
  await page.getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByText("There is no group yet")).toBeVisible();
});

test("a pushed group that never received members says so", async ({ owner, server }) => {
  const scim = await owner.addScimClient({ preset: "okta" });
  const id = await send(scim, "POST", "/Groups", { schemas: [groupUrn], displayName: "Engineering" });
  await owner.page.goto(`${server.url}/groups/${id}`);
  await expect(owner.page.getByRole("main")).toContainText("Okta made this group and never sent members.");
  await expectGoodOnEveryScreen(owner.page);
});

test("a default stream says whom it does not reach, and is given subscribers by hand", async ({ owner, server }) => {
  const { page } = owner;
  await page.goto(`${server.url}/streams`);
  await expect(page.getByText("There is no stream yet")).toBeVisible();
  await expectGoodOnEveryScreen(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole("button", { name: "Make a stream" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("General");
  await page.getByRole("button", { name: "Make the stream" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("General");

  await page.getByRole("button", { name: "Make default" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("New people are subscribed from now on. The 1 person here now is not changed.");
  await expectGoodOnEveryScreen(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await dialog.getByRole("button", { name: "Subscribe new people" }).click();
  await expect(page.getByRole("button", { name: "No longer default" })).toBeVisible();

  await page.getByRole("combobox", { name: "Person" }).fill(owner.email);
  await page.getByRole("button", { name: "Subscribe", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("1 live, 0 sleeping");
  await expectGoodOnEveryScreen(page);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole("button", { name: `Unsubscribe ${owner.name}` }).click();
  await expect(page.getByText("Nobody is subscribed")).toBeVisible();

  await page.getByRole("button", { name: "Delete" }).click();
  await expect(dialog).toContainText("0 subscriptions end with it");
  await page.getByRole("textbox", { name: "Type General to delete" }).fill("General");
  await page.getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByText("There is no stream yet")).toBeVisible();
});

test("the palette finds people and never sends a token anywhere", async ({ owner, server }) => {
  const { page } = owner;
  await page.goto(`${server.url}/people`);
  await page.getByRole("button", { name: /Find/ }).click();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.getByRole("combobox", { name: "Go to" }).fill("roster_scim_abcdef");
  await expect(page.getByRole("option", { name: /was not searched for/ })).toBeVisible();
  expect(asked.filter((url) => url.includes("/api/find"))).toEqual([]);
  await page.getByRole("combobox", { name: "Go to" }).fill("lovelace");
  await page.getByRole("option", { name: /Ada Lovelace/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ada Lovelace");
});
