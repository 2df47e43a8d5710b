// Makes docs/screenshots: npm run screenshots. A fresh server, set up as an owner would, with the traffic of an identity provider.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "@playwright/test";
import { startFakeTarget } from "@/lib/http/testing/fake-target";
import { findOrInstallChromium } from "../chromium.mjs";
import { findFreePort, startServer } from "../server-process";
import { sendFirstSync, speakAsOkta } from "./okta-traffic";

const folder = fileURLToPath(new URL("../../docs/screenshots", import.meta.url));
const writtenWithinMs = 2_000;

const dataDir = await mkdtemp(path.join(tmpdir(), "roster-screenshots-"));
const port = String(await findFreePort());
const url = `http://localhost:${port}`;
const server = await startServer("server", {
  ROSTER_DATA_DIR: dataDir,
  PORT: port,
  ROSTER_URL: url,
  ROSTER_TARGET_ALLOW: "127.0.0.0/8",
});
const wiki = await startFakeTarget();
const executablePath = await findOrInstallChromium();
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  await mkdir(folder, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, timezoneId: "Europe/Berlin" });
  await setUp(page);
  const { clientAddress, token } = await connectOkta(page);
  const seen = await sendFirstSync(speakAsOkta(`${url}/scim/v2`, token));
  await page.waitForTimeout(writtenWithinMs);

  await take(page, "overview", "/");
  await take(page, "scim-clients", "/scim-clients");
  await take(page, "setup", `${clientAddress}/setup`);
  await take(page, "activity", "/activity");
  await take(page, "request-deactivation", `/activity/${seen.deactivation}`);
  await take(page, "request-explained", `/activity/${seen.conflict}`);
  await take(page, "person", `/people/${seen.personId}`);
  await provision(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await take(page, "overview-dark", "/");
  await page.setViewportSize({ width: 390, height: 860 });
  await take(page, "activity-phone-dark", "/activity");
} finally {
  await browser.close();
  await wiki.close();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}

async function setUp(page: Page): Promise<void> {
  const link = /http:\/\/\S+\/setup\/\S+/.exec(server.output())?.[0];
  if (link === undefined) throw new Error("The server printed no setup link.");
  await page.goto(link);
  const answers = {
    Name: "Acme",
    "Full name": "Olive Owner",
    Email: "olive@acme.example",
    Password: "a long enough phrase",
  };
  for (const [name, answer] of Object.entries(answers)) {
    await page.getByRole("textbox", { name, exact: true }).fill(answer);
  }
  await page.getByRole("button", { name: "Make organization and owner" }).click();
  await page.getByRole("heading", { level: 1, name: "Acme is ready" }).waitFor();
}

/** Connects a target, looks at what would be done there, and starts it. */
async function provision(page: Page): Promise<void> {
  await page.goto(`${url}/targets/new?preset=generic`);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Wiki");
  await page.getByRole("textbox", { name: "Base URL" }).fill(wiki.url);
  await page.locator("#token").fill(wiki.token);
  await page.getByRole("button", { name: "Connect and check" }).click();
  await page.getByRole("button", { name: "Make a plan" }).click();
  await page.getByRole("link", { name: "See everyone in the plan, and why" }).waitFor();
  await take(page, "target-start");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Start Wiki" }).click();
  await page.getByText("In sync", { exact: true }).waitFor();
  await take(page, "target");
  await take(page, "targets", "/targets");
}

async function connectOkta(page: Page): Promise<{ clientAddress: string; token: string }> {
  await page.goto(`${url}/scim-clients/new?provider=okta`);
  await page.getByRole("button", { name: "Create and show the token" }).click();
  const sheet = page.getByRole("dialog");
  const token = (await sheet.getByRole("code").textContent()) ?? "";
  await take(page, "token");
  await sheet.getByRole("checkbox", { name: "I have stored it" }).check();
  await sheet.getByRole("button", { name: "Close" }).last().click();
  await page.waitForURL(/\/setup$/);
  return { clientAddress: new URL(page.url()).pathname.replace(/\/setup$/, ""), token };
}

async function take(page: Page, name: string, address?: string): Promise<void> {
  if (address !== undefined) {
    await page.goto(url + address);
    await page.getByRole("heading", { level: 1 }).waitFor();
  }
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  process.stdout.write(`docs/screenshots/${name}.png\n`);
}
