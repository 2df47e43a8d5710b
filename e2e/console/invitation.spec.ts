import { invitePerson } from "@/lib/console/invitations";
import type { Database } from "@/lib/db/pool";
import { expectGoodOnEveryScreen } from "./look";
import { expect, type Owner, test } from "./owner-fixture";
import { createPerson, password } from "./signed-in-person";

const newPassword = "a password of her own";

/** Invites an administrator whom an identity provider made. @returns the page of the invitation */
async function invite(database: Database, owner: Owner, url: string, existing?: { accountId: string; email: string }) {
  const person = await createPerson(database, owner.organization, "administrator", "Grace Hopper");
  await database.prisma.user.update({
    where: { id: person.id },
    data: { accountId: null, ...(existing === undefined ? {} : { userName: existing.email }) },
  });
  await database.prisma.account.delete({ where: { id: person.accountId } });
  const { id, organization, accountId, email, name } = owner;
  const invitation = await invitePerson(
    {
      database,
      organization: { ...organization, allowedEmailDomains: [], allowEmailSubdomains: false },
      actor: { kind: "person", id },
      person: { id, name, role: "owner" },
      account: { id: accountId, email, hasPassword: true },
      authenticatedAt: new Date(),
      organizations: [],
    },
    person.id,
  );
  if (!invitation.ok) throw new Error(invitation.message);
  return { ...person, link: `${url}/invitation/${invitation.value.url.split("/").at(-1)}` };
}

test("an invitation makes the account and leads into the console, once", async ({
  owner,
  browser,
  database,
  server,
}) => {
  test.slow();
  const { link, email } = await invite(database, owner, server.url);
  const page = await (await browser.newContext()).newPage();
  const answer = await page.goto(link);
  expect(answer?.headers()["cache-control"]).toContain("no-store");
  expect(answer?.headers()["x-robots-tag"]).toContain("noindex");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Join the console of ${owner.organization.name}`);
  await expect(page.getByRole("main")).toContainText(email);
  await expectGoodOnEveryScreen(page);

  await page.getByRole("textbox", { name: "Choose a password" }).fill("short");
  await page.getByRole("button", { name: "Accept and sign in" }).click();
  await expect(page.getByRole("textbox", { name: "Choose a password" })).toHaveAccessibleDescription(
    /at least 12 characters; this has 5/,
  );
  await expectGoodOnEveryScreen(page);
  await page.getByRole("textbox", { name: "Choose a password" }).fill(newPassword);
  await page.getByRole("button", { name: "Accept and sign in" }).click();
  await expect(page).toHaveURL(`${server.url}/`);
  await expect(page.getByText(email).first()).toBeAttached();

  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This invitation cannot be used any more");
  await expectGoodOnEveryScreen(page);
});

test("an invitation works without scripts", async ({ owner, browser, database, server }) => {
  const { link } = await invite(database, owner, server.url);
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(link);
  await page.getByLabel("Choose a password").fill("short");
  await page.getByRole("button", { name: "Accept and sign in" }).click();
  await expect(page.getByRole("main")).toContainText("at least 12 characters");
  await page.getByLabel("Choose a password").fill(newPassword);
  await page.getByRole("button", { name: "Accept and sign in" }).click();
  await expect(page).toHaveURL(`${server.url}/`);
});

test("an address with an account elsewhere is asked for the password it has", async ({
  owner,
  browser,
  database,
  server,
}) => {
  test.slow();
  const elsewhere = await createPerson(database, owner.organization, "administrator", "Grace Hopper");
  await database.prisma.user.delete({ where: { id: elsewhere.id } });
  const { link } = await invite(database, owner, server.url, elsewhere);
  const page = await (await browser.newContext()).newPage();
  await page.goto(link);
  await page.getByRole("textbox", { name: "Your password" }).fill("chosen by the inviter");
  await page.getByRole("button", { name: "Accept and sign in" }).click();
  await expect(page.getByRole("main")).toContainText(`This is not the password of ${elsewhere.email}.`);
  await expectGoodOnEveryScreen(page);
  await page.getByRole("textbox", { name: "Your password" }).fill(password);
  await page.getByRole("button", { name: "Accept and sign in" }).click();
  await expect(page).toHaveURL(`${server.url}/`);
  await expect(page.getByText(elsewhere.email).first()).toBeAttached();
});

test("the link is made on the person's page, and shown once", async ({ owner, browser, database, server }) => {
  test.slow();
  const { id } = await invite(database, owner, server.url);
  const { page } = owner;
  await page.goto(`${server.url}/people/${id}`);
  await page.getByRole("button", { name: "Invite to the console" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Make the link" }).click();
  const line = dialog.getByText(`${server.url}/invitation/`);
  await expect(line).toBeVisible();
  await expectGoodOnEveryScreen(page);
  const link = (await line.textContent()) ?? "";
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(line).toHaveCount(0);

  const invited = await (await browser.newContext()).newPage();
  await invited.goto(link.trim());
  await invited.getByRole("textbox", { name: "Choose a password" }).fill(newPassword);
  await invited.getByRole("button", { name: "Accept and sign in" }).click();
  await expect(invited).toHaveURL(`${server.url}/`);
  await page.reload();
  await expect(page.getByRole("button", { name: "Invite to the console" })).toHaveCount(0);
});

test("an unknown link is explained", async ({ page, server }) => {
  await page.goto(`${server.url}/invitation/unknown`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This invitation cannot be used any more");
});
