import { randomBytes } from "node:crypto";
import type { Page } from "@playwright/test";
import { findFreePort, startServer } from "../server-process";
import { expectGoodOnEveryScreen } from "./look";
import { type OidcIssuer, startOidcIssuer } from "./oidc-issuer";
import { test as base, expect } from "./owner-fixture";
import { createPerson } from "./signed-in-person";

type Oidc = { issuer: OidcIssuer; url: string; button: string };

/** A provider, and a server of ours that knows it, on the database of the others. */
const test = base.extend<object, { oidc: Oidc }>({
  oidc: [
    async ({ server }, use) => {
      const port = String(await findFreePort());
      const url = `http://localhost:${port}`;
      const issuer = await startOidcIssuer(`${url}/api/auth/callback/oidc`);
      const roster = await startServer("server", {
        ...server.environment,
        PORT: port,
        ROSTER_URL: url,
        ROSTER_OIDC_ISSUER: issuer.issuer,
        ROSTER_OIDC_CLIENT_ID: issuer.clientId,
        ROSTER_OIDC_CLIENT_SECRET: issuer.clientSecret,
      });
      await use({ issuer, url, button: `Sign in with ${new URL(issuer.issuer).host}` });
      await roster.stop();
      await issuer.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

// In one worker, with one server of ours.
test.describe.configure({ mode: "default" });

/** Signs in on the provider's own pages, as somebody whom it knows by this name. */
async function signInAtProvider(page: Page, name: string): Promise<void> {
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
}

async function agree(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Continue" }).click();
}

function createName(): string {
  return `sub-${randomBytes(6).toString("hex")}`;
}

test("an administrator without an account signs in, and comes back as the same the next time", async ({
  owner,
  browser,
  database,
  oidc,
}) => {
  test.slow();
  const person = await createPerson(database, owner.organization, "administrator", "Grace Hopper");
  await database.prisma.user.update({ where: { id: person.id }, data: { accountId: null } });
  await database.prisma.account.delete({ where: { id: person.accountId } });
  const name = createName();
  oidc.issuer.people.set(name, { email: person.email, email_verified: true });

  const page = await (await browser.newContext()).newPage();
  await page.goto(`${oidc.url}/account`);
  await expectGoodOnEveryScreen(page);
  await page.getByRole("link", { name: oidc.button }).click();
  await signInAtProvider(page, name);
  await agree(page);
  await expect(page).toHaveURL(`${oidc.url}/account`);
  await expect(page.getByRole("main")).toContainText(person.email);
  await expect(page.getByRole("main")).toContainText(`you sign in with ${new URL(oidc.issuer.issuer).host}`);
  await expectGoodOnEveryScreen(page);

  // The provider remembers them, and they are known by their subject, whatever their address is by now.
  oidc.issuer.people.set(name, { email: "elsewhere@other.example", email_verified: true });
  await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
  await page.getByRole("link", { name: oidc.button }).click();
  await expect(page).toHaveURL(`${oidc.url}/`);
  await page.goto(`${oidc.url}/account`);
  await expect(page.getByRole("main")).toContainText(person.email);
});

test("signing in again asks the provider for a new proof", async ({ owner, browser, oidc }) => {
  const name = createName();
  oidc.issuer.people.set(name, { email: owner.email, email_verified: true });
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${oidc.url}/sign-in`);
  await page.getByRole("link", { name: oidc.button }).click();
  await signInAtProvider(page, name);
  await agree(page);
  await expect(page).toHaveURL(`${oidc.url}/`);
  await page.goto(`${oidc.url}/sign-in?again=1&next=/account`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in again");
  await page.getByRole("link", { name: oidc.button }).click();
  await signInAtProvider(page, name);
  await expect(page).toHaveURL(`${oidc.url}/account`);
});

for (const { who, says } of [
  { who: "unverified", says: "does not say that your email address was verified" },
  { who: "stranger", says: "nobody with your email address may enter the console" },
  { who: "member", says: "nobody with your email address may enter the console" },
] as const) {
  test(`a plain refusal: ${who}`, async ({ owner, browser, database, oidc }) => {
    test.slow();
    const name = createName();
    const member = await createPerson(database, owner.organization, "member", "Grace Hopper");
    await database.prisma.user.update({ where: { id: member.id }, data: { accountId: null } });
    await database.prisma.account.delete({ where: { id: member.accountId } });
    const emails = { unverified: owner.email, stranger: `${name}@other.example`, member: member.email };
    oidc.issuer.people.set(name, { email: emails[who], email_verified: who !== "unverified" });
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${oidc.url}/sign-in`);
    await page.getByRole("link", { name: oidc.button }).click();
    await signInAtProvider(page, name);
    await agree(page);
    await expect(page.getByRole("alert").first()).toContainText(says);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
    await expectGoodOnEveryScreen(page);
    await page.goto(`${oidc.url}/account`);
    await expect(page).toHaveURL(/\/sign-in/);
  });
}

test("who breaks off at the provider is told, and can try again", async ({ browser, oidc }) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${oidc.url}/sign-in`);
  await page.getByRole("link", { name: oidc.button }).click();
  await page.getByRole("link", { name: "[ Cancel ]" }).click();
  await expect(page.getByRole("alert").first()).toContainText("did not succeed. Try again");
  await expect(page.getByRole("link", { name: oidc.button })).toBeVisible();
});

test("signing in at the provider works without scripts of ours", async ({ owner, browser, oidc }) => {
  const name = createName();
  oidc.issuer.people.set(name, { email: owner.email, email_verified: true });
  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(`${oidc.url}/sign-in`);
  await page.getByRole("link", { name: oidc.button }).click();
  await signInAtProvider(page, name);
  await agree(page);
  await expect(page).toHaveURL(`${oidc.url}/`);
});

test("a forged answer of the provider signs nobody in", async ({ browser, oidc }) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${oidc.url}/api/auth/callback/oidc?code=stolen&state=made-up`);
  await expect(page.getByRole("alert").first()).toContainText("did not succeed");
});

test("where nothing is set up there is no such button", async ({ page, owner, server }) => {
  expect(owner.email).not.toBe("");
  await page.context().clearCookies();
  await page.goto(`${server.url}/sign-in`);
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: /^Sign in with/ })).toHaveCount(0);
  await page.goto(`${server.url}/sign-in/oidc`);
  await expect(page).toHaveURL(`${server.url}/sign-in`);
});
