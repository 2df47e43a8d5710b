import type { Page } from "@playwright/test";
import { expect as expectSoon, test } from "../fixtures";
import { type FreshServer, startFreshServer } from "./fresh-server";

const mostSeconds = 120;
const mostClicks = 15;

/** Every page does a lot here, and the machine may be busy. */
const expect = expectSoon.configure({ timeout: 20_000 });

test.describe.configure({ timeout: 180_000 });

let server: FreshServer;
test.afterEach(async () => {
  await server?.stop();
});

test("from npm start on an empty database to the first person: under two minutes and under fifteen clicks", async ({
  page,
}) => {
  server = await startFreshServer();
  let clicks = 0;
  const click = async (target: ReturnType<Page["getByRole"]>) => {
    clicks += 1;
    await target.click();
  };
  const fill = (name: string, text: string) => page.getByRole("textbox", { name, exact: true }).fill(text);

  await page.goto(server.setupLink);
  await fill("Name", "Acme Corporation");
  await fill("Full name", "Olive Owner");
  await fill("Email", "olive@acme.example");
  await fill("Password", "correct horse battery");
  await click(page.getByRole("button", { name: "Make organization and owner" }));
  await click(page.getByRole("link", { name: "Connect an identity provider" }));
  await click(page.getByRole("link", { name: /^Okta/ }));
  await click(page.getByRole("button", { name: "Create and show the token" }));
  const sheet = page.getByRole("dialog");
  await click(sheet.getByRole("checkbox", { name: "I have stored it" }));
  await click(sheet.getByRole("button", { name: "Close" }).last());
  await click(page.getByRole("radio", { name: "Against Okta itself" }));
  await click(page.getByRole("button", { name: "Play Okta's first sync" }));

  const step = page.getByRole("navigation", { name: "Steps" }).getByRole("listitem").filter({ hasText: "Assign one" });
  await expect(step).toContainText("seen", { timeout: 30_000 });
  const seconds = (performance.now() - server.startedAtMs) / 1000;
  await expect(page.getByRole("status")).toContainText("Played to the end", { timeout: 30_000 });

  await page.goto(`${server.url}/people`);
  await expect(page.getByRole("link", { name: "Ada Lovelace", exact: true })).toBeVisible();
  const description = `${seconds.toFixed(1)} s and ${clicks} clicks`;
  test.info().annotations.push({ type: "the first person was there after", description });
  expect(seconds).toBeLessThan(mostSeconds);
  expect(clicks).toBeLessThan(mostClicks);
});
