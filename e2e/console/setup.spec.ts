import type { Page } from "@playwright/test";
import { createSetupLink } from "@/lib/console/setup";
import type { Database } from "@/lib/db/pool";
import { expect, test } from "../fixtures";
import { expectGoodPage } from "./look";

// There is one setup link at a time, so these tests take turns.
test.describe.configure({ mode: "serial" });

const screens = [
  { width: 1280, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
  { width: 390, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
  { width: 320, colorScheme: "light" },
] as const;

const goodAnswers = {
  Name: "Acme Corporation",
  "Full name": "Grace Hopper",
  Email: "grace@acme.example",
  Password: "correct horse battery",
};

/** A new link, on a server that has no active owner: owners of earlier tests are retired. */
async function createLink(database: Database, url: string): Promise<string> {
  await database.prisma.user.updateMany({ where: { role: "owner" }, data: { active: false } });
  const token = await createSetupLink(database);
  if (token === undefined) throw new Error("There is still an owner.");
  return `${url}/setup/${token}`;
}

async function fillIn(page: Page, answers: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, answer] of Object.entries(answers)) {
    await page.getByRole("textbox", { name: label, exact: true }).fill(answer);
  }
}

async function send(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Make organization and owner" }).click();
}

for (const { width, colorScheme } of screens) {
  test(`every state of the setup page is readable and accessible, ${width} px, ${colorScheme}`, async ({
    browser,
    database,
    server,
  }) => {
    const link = await createLink(database, server.url);
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();

    await page.goto(link);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Set up Roster");
    await expectGoodPage(page);

    await fillIn(page, { "Full name": "Grace Hopper", Email: "not an address", Password: "short" });
    await send(page);
    await expect(page.getByRole("alert").first()).toContainText("3 fields need a change");
    await expectGoodPage(page);

    await fillIn(page, goodAnswers);
    await send(page);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Acme Corporation is ready");
    await expectGoodPage(page);

    await page.goto(link);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This setup link does not work any more");
    await expectGoodPage(page);
    await context.clearCookies();
    await page.goto(server.url);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in");
    await expectGoodPage(page);
    await context.close();
    await database.prisma.organization.deleteMany({ where: { subdomain: "" } });
  });
}

test("what is wrong stands beside its field, the first wrong field has the focus, and typed values stay", async ({
  page,
  database,
  server,
}) => {
  await page.goto(await createLink(database, server.url));
  await fillIn(page, { ...goodAnswers, Name: "", Password: "short" });
  await page.getByRole("textbox", { name: "Subdomain" }).fill("Not A Subdomain");
  await send(page);

  const name = page.getByRole("textbox", { name: "Name", exact: true });
  await expect(name).toBeFocused();
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await expect(name).toHaveAccessibleDescription("An organization's name cannot be blank.");
  const subdomain = page.getByRole("textbox", { name: "Subdomain" });
  await expect(subdomain).toHaveAccessibleDescription(/such as not-a-subdomain/);
  await expect(subdomain).toHaveValue("Not A Subdomain");
  await expect(page.getByRole("textbox", { name: "Email" })).toHaveValue("grace@acme.example");
  const password = page.getByRole("textbox", { name: "Password" });
  await expect(password).toHaveAccessibleDescription(/at least 12 characters; this has 5/);
  await expect(password).toHaveValue("");
});

test("the setup makes the organization and its owner and says what comes next", async ({ page, database, server }) => {
  const link = await createLink(database, server.url);
  await page.goto(link);
  await fillIn(page, goodAnswers);
  await page.getByRole("textbox", { name: "Subdomain" }).fill("acme");
  await page.getByRole("textbox", { name: "Password" }).press("Enter");

  const main = page.getByRole("main");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Acme Corporation is ready");
  await expect(main).toContainText("Grace Hopper, grace@acme.example");
  await expect(main).toContainText(`${server.url}/scim/v2`);
  await expect(main).toContainText("You are signed in as grace@acme.example.");
  await expect(page.getByRole("link", { name: "Connect an identity provider" })).toHaveAttribute(
    "href",
    "/scim-clients/new",
  );
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy SCIM base URL" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${server.url}/scim/v2`);

  const owner = await database.prisma.user.findFirstOrThrow({
    where: { organization: { subdomain: "acme" }, active: true },
    include: { account: true },
  });
  expect(owner).toMatchObject({ role: "owner", userName: "grace@acme.example", fullName: "Grace Hopper" });
  expect(owner.account?.passwordHash).toMatch(/^\$argon2id\$/);
  await page.getByRole("link", { name: "Look at the console first" }).click();
  await expect(page.getByText("grace@acme.example").first()).toBeAttached();
  await expect(page).toHaveURL(`${server.url}/`);
});

test("the setup works without scripts", async ({ browser, database, server }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(await createLink(database, server.url));
  await fillIn(page, { ...goodAnswers, Password: "short" });
  await send(page);
  await expect(page.getByRole("alert").first()).toContainText("1 field needs a change");
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("Acme Corporation");
  await fillIn(page, { Password: goodAnswers.Password });
  await page.getByRole("textbox", { name: "Subdomain" }).fill("without-scripts");
  await send(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Acme Corporation is ready");
  await page.getByRole("link", { name: "Look at the console first" }).click();
  await expect(page.getByText("grace@acme.example").first()).toBeAttached();
  await context.close();
});

test("an unknown link is explained", async ({ page, server }) => {
  await page.goto(`${server.url}/setup/unknown`);
  await expect(page.getByRole("main")).toContainText("Stop Roster and start it again");
});

test("the setup page is kept by nobody and runs only its own scripts", async ({ page, database, server }) => {
  const messages: string[] = [];
  page.on("console", (message) => messages.push(message.text()));
  const response = await page.goto(await createLink(database, server.url), { waitUntil: "networkidle" });
  const headers = response?.headers() ?? {};
  expect(headers["cache-control"]).toContain("no-store");
  expect(headers["x-robots-tag"]).toContain("noindex");
  expect(headers["referrer-policy"]).toBe("same-origin");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["x-powered-by"]).toBeUndefined();
  const policy = headers["content-security-policy"] ?? "";
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe-");
  // A script or style that the policy refuses would be reported here.
  expect(messages).toEqual([]);
});

test("a page that does not exist says so", async ({ page, server }) => {
  const response = await page.goto(`${server.url}/nothing-here`);
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("There is no page at this address");
  await expectGoodPage(page);
});

test("health and readiness are told", async ({ request, server }) => {
  expect(await (await request.get(`${server.url}/api/health`)).json()).toEqual({ status: "serving" });
  expect(await (await request.get(`${server.url}/api/ready`)).json()).toEqual({ status: "ready" });
});
