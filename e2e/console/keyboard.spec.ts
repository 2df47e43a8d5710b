import type { Locator, Page } from "@playwright/test";
import { expect as expectSoon, test } from "../fixtures";
import { type FreshServer, startFreshServer } from "./fresh-server";

/** Every page does a lot here, and the machine may be busy. */
const expect = expectSoon.configure({ timeout: 20_000 });

test.describe.configure({ timeout: 180_000 });

let server: FreshServer;
test.afterEach(async () => {
  await server?.stop();
});

const mostTabs = 80;

/** Moves on with the Tab key until this has the focus, and sees that the focus is visible. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let tabs = 0; tabs < mostTabs; tabs += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${target} is not reached by ${mostTabs} Tabs.`);
}

test("by keyboard alone, from the setup link to the first provisioned person", async ({ page }) => {
  server = await startFreshServer();
  const type = async (name: string, text: string) => {
    await tabTo(page, page.getByRole("textbox", { name, exact: true }));
    await page.keyboard.type(text);
  };
  const press = async (target: Locator, key = "Enter") => {
    await tabTo(page, target);
    await page.keyboard.press(key);
  };

  await page.goto(server.setupLink);
  await type("Name", "Acme Corporation");
  await type("Full name", "Olive Owner");
  await type("Email", "olive@acme.example");
  await type("Password", "correct horse battery");
  await page.keyboard.press("Enter");
  await press(page.getByRole("link", { name: "Connect an identity provider" }));
  await press(page.getByRole("link", { name: /^Okta/ }));
  await press(page.getByRole("button", { name: "Create and show the token" }));
  const sheet = page.getByRole("dialog");
  await press(sheet.getByRole("checkbox", { name: "I have stored it" }), "Space");
  await press(sheet.getByRole("button", { name: "Close" }).last());
  await expect(sheet).toBeHidden();

  // From one radio button to the next by the arrow keys, as everywhere.
  await tabTo(page, page.getByRole("radio", { name: "In the sandbox" }));
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: "Against Okta itself" })).toBeChecked();
  await press(page.getByRole("button", { name: "Play Okta's first sync" }));
  await expect(page.getByRole("status")).toContainText("Played to the end", { timeout: 30_000 });
  await press(page.getByRole("link", { name: "People", exact: true }));
  await expect(page).toHaveURL(/\/people$/);
  await expect(page.getByRole("link", { name: "Ada Lovelace", exact: true })).toBeVisible();
});
