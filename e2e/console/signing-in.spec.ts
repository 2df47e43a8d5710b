import { randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import { createEmptyOrganization } from "../fresh-organization";
import { expectGoodOnEveryScreen } from "./look";
import { expect, type SignedIn, test } from "./owner-fixture";
import { createPerson, password } from "./signed-in-person";

const wrong = "No account has this email and this password.";

async function fillIn(page: Page, email: string, typed = password): Promise<void> {
  await page.getByRole("textbox", { name: "Email" }).fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(typed);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** An address that no other test calls from, as the proxy in front would name it. */
function createAddress(): string {
  return `2001:db8:${randomBytes(2).toString("hex")}:${randomBytes(2).toString("hex")}::1`;
}

test("who is signed out is sent to sign in, and comes back to where they were heading", async ({
  owner,
  browser,
  server,
}) => {
  test.slow();
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${server.url}/account`);
  await expect(page).toHaveURL(`${server.url}/sign-in?next=%2Faccount`);
  await fillIn(page, owner.email, "not the password");
  await expect(page.getByRole("alert").first()).toContainText(wrong);
  await expect(page.getByRole("textbox", { name: "Email" })).toHaveValue(owner.email);
  await expect(page.getByRole("textbox", { name: "Password" })).toBeFocused();
  await expectGoodOnEveryScreen(page);
  await fillIn(page, owner.email.toUpperCase());
  await expect(page).toHaveURL(`${server.url}/account`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account");
});

test("signing in and out works without scripts", async ({ owner, browser, server }) => {
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(`${server.url}/account`);
  await fillIn(page, owner.email, "not the password");
  await expect(page.getByRole("alert").first()).toContainText(wrong);
  await fillIn(page, owner.email);
  await expect(page).toHaveURL(`${server.url}/account`);
  await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await expect(page).toHaveURL(`${server.url}/sign-in`);
  await page.goto(`${server.url}/account`);
  await expect(page).toHaveURL(/\/sign-in/);
});

test("only a path of ours is gone to afterwards", async ({ owner, browser, server }) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${server.url}/sign-in?next=${encodeURIComponent("//evil.example/")}`);
  await fillIn(page, owner.email);
  await expect(page).toHaveURL(`${server.url}/`);
});

test("after 10 wrong passwords the page says how long to wait, to this address alone", async ({
  owner,
  browser,
  server,
}) => {
  test.slow();
  const headers = { "x-forwarded-for": createAddress() };
  const page = await (await browser.newContext({ extraHTTPHeaders: headers })).newPage();
  await page.goto(`${server.url}/sign-in`);
  for (let times = 0; times < 10; times++) {
    await fillIn(page, owner.email, `guess ${times}`);
    await expect(page.getByRole("alert").first()).toContainText(wrong);
    await page.reload();
  }
  await fillIn(page, owner.email);
  await expect(page.getByRole("alert").first()).toContainText(
    "There were too many wrong passwords. Try again in 15 minutes; until then the right one is not taken either.",
  );
  await expectGoodOnEveryScreen(page);

  const elsewhere = { "x-forwarded-for": createAddress() };
  const other = await (await browser.newContext({ extraHTTPHeaders: elsewhere })).newPage();
  await other.goto(`${server.url}/sign-in`);
  await fillIn(other, owner.email);
  await expect(other).toHaveURL(`${server.url}/`);
});

test("an owner and an administrator enter, a member is refused and can sign out", async ({ owner, server, signIn }) => {
  test.slow();
  await owner.page.goto(server.url);
  await expect(owner.page.getByText(owner.email).first()).toBeAttached();
  const administrator = await signIn("administrator");
  expect((await administrator.page.goto(server.url))?.status()).toBe(200);

  const { page, email } = await signIn("member");
  const answer = await page.goto(server.url);
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You may not open this page");
  await expect(page.getByRole("main")).toContainText(`${email}, member of ${owner.organization.name}`);
  await expectGoodOnEveryScreen(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
});

test("pages with personal data are kept by nobody", async ({ owner, server }) => {
  for (const path of ["/", "/account", "/people"]) {
    const answer = await owner.page.goto(server.url + path);
    expect(answer?.headers()["cache-control"], path).toContain("no-store");
  }
});

test.describe("a session ends at once", () => {
  async function expectEnded({ page }: SignedIn, url: string): Promise<void> {
    await page.goto(`${url}/account`);
    await expect(page).toHaveURL(/\/sign-in\?next=/);
  }

  test("when SCIM deactivates the person, and stays ended when it brings them back", async ({
    owner,
    server,
    signIn,
  }) => {
    const scim = await owner.addScimClient();
    const administrator = await signIn("administrator");
    await administrator.page.goto(`${server.url}/account`);
    await expect(administrator.page.getByRole("heading", { level: 1 })).toHaveText("Your account");
    const setActive = (value: boolean) =>
      scim.fetch(`/Users/${administrator.id}`, {
        method: "PATCH",
        body: JSON.stringify({
          schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
          Operations: [{ op: "replace", path: "active", value }],
        }),
      });
    expect((await setActive(false)).status).toBe(200);
    await expectEnded(administrator, server.url);
    await fillIn(administrator.page, administrator.email);
    await expect(administrator.page.getByRole("alert").first()).toContainText("you are active in no organization");
    expect((await setActive(true)).status).toBe(200);
    await expectEnded(administrator, server.url);
    await fillIn(administrator.page, administrator.email);
    await expect(administrator.page.getByRole("heading", { level: 1 })).toHaveText("Your account");
  });

  test("when SCIM lowers the person below administrator", async ({ owner, server, signIn }) => {
    const scim = await owner.addScimClient();
    const administrator = await signIn("administrator");
    const lowered = await scim.fetch(`/Users/${administrator.id}`, {
      method: "PATCH",
      body: JSON.stringify({
        schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        Operations: [{ op: "replace", path: "role", value: "member" }],
      }),
    });
    expect(lowered.status).toBe(200);
    await expectEnded(administrator, server.url);
    await fillIn(administrator.page, administrator.email);
    await expect(administrator.page.getByRole("heading", { level: 1 })).toHaveText("You may not open this page");
  });

  test("when it is signed out everywhere", async ({ owner, browser, server }) => {
    const other = await (await browser.newContext()).newPage();
    await other.goto(`${server.url}/sign-in`);
    await fillIn(other, owner.email);
    await expect(other).toHaveURL(`${server.url}/`);
    await owner.page.goto(`${server.url}/account`);
    await owner.page.getByRole("button", { name: "Sign out everywhere" }).click();
    await expect(owner.page).toHaveURL(`${server.url}/sign-in`);
    await expectEnded({ ...owner, page: other }, server.url);
    await expectEnded(owner, server.url);
  });
});

test("a changed password ends the other sessions and leaves this one", async ({ owner, browser, server }) => {
  test.slow();
  const other = await (await browser.newContext()).newPage();
  await other.goto(`${server.url}/sign-in`);
  await fillIn(other, owner.email);
  await expect(other).toHaveURL(`${server.url}/`);

  const { page } = owner;
  await page.goto(`${server.url}/account`);
  await expectGoodOnEveryScreen(page);
  await page.getByRole("textbox", { name: "Present password" }).fill("not the password");
  await page.getByRole("textbox", { name: "New password" }).fill("short");
  await page.getByRole("button", { name: "Change password" }).click();
  const present = page.getByRole("textbox", { name: "Present password" });
  await expect(present).toHaveAccessibleDescription("This is not your password. Nothing was changed.");
  await expect(present).toBeFocused();
  await expectGoodOnEveryScreen(page);
  await present.fill(password);
  await page.getByRole("textbox", { name: "New password" }).fill("another horse, another battery");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("alert").first()).toContainText("Your password is changed");

  await page.goto(`${server.url}/account`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your account");
  await other.goto(`${server.url}/account`);
  await expect(other).toHaveURL(/\/sign-in/);
  await fillIn(other, owner.email);
  await expect(other.getByRole("alert").first()).toContainText(wrong);
  await fillIn(other, owner.email, "another horse, another battery");
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Your account");
});

test("several organizations: a switcher that remembers, and never shows where one may not enter", async ({
  owner,
  database,
  server,
}) => {
  test.slow();
  const { page, accountId, organization } = owner;
  const second = await createEmptyOrganization(database);
  const forbidden = await createEmptyOrganization(database);
  for (const [where, role] of [
    [second, "administrator"],
    [forbidden, "member"],
  ] as const) {
    const { id } = await createPerson(database, where, role, "Ada Lovelace");
    await database.prisma.user.update({ where: { id }, data: { accountId } });
  }
  await page.goto(server.url);
  const menu = page.locator("summary").filter({ hasText: "Organization:" });
  await menu.click();
  const form = page.getByRole("form", { name: "Switch organization" });
  await expect(form.getByRole("button")).toHaveCount(2);
  await expect(form).not.toContainText(forbidden.name);
  await expectGoodOnEveryScreen(page);
  await form.getByRole("button", { name: second.name }).click();
  await expect(menu).toContainText(second.name);
  await page.goto(`${server.url}/account`);
  await expect(page.getByRole("listitem").filter({ hasText: "(open)" })).toContainText(second.name);

  await database.prisma.user.updateMany({ where: { accountId, organizationId: second.id }, data: { role: "guest" } });
  await page.goto(`${server.url}/account`);
  await expect(page.getByRole("listitem").filter({ hasText: "(open)" })).toContainText(organization.name);
});

test("an organization's own host opens it, and nobody else's", async ({ owner, browser, database, server }) => {
  const other = await createEmptyOrganization(database);
  const second = await createEmptyOrganization(database);
  const { id } = await createPerson(database, second, "owner", "Ada Lovelace");
  await database.prisma.user.update({ where: { id }, data: { accountId: owner.accountId } });
  const at = ({ subdomain }: { subdomain: string }) => server.url.replace("localhost", `${subdomain}.localhost`);

  const page = await (await browser.newContext()).newPage();
  await page.goto(`${at(second)}/account`);
  await fillIn(page, owner.email);
  await expect(page).toHaveURL(`${at(second)}/account`);
  await expect(page.getByRole("listitem").filter({ hasText: "(open)" })).toContainText(second.name);

  await page.goto(`${at(other)}/sign-in`);
  await fillIn(page, owner.email);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You may not open this page");
  await expect(page.getByRole("main")).toContainText("nobody in the organization at this address");
  await page.getByRole("button", { name: `Open ${owner.organization.name}` }).click();
  await expect(page).toHaveURL(new RegExp(`^${at(owner.organization)}/`));
});

test("another site can neither sign people out nor switch their organization", async ({ owner, server }) => {
  const headers = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
  await owner.page.request.post(`${server.url}/sign-out`, { headers });
  await owner.page.goto(`${server.url}/account`);
  await expect(owner.page.getByRole("heading", { level: 1 })).toHaveText("Your account");
});
