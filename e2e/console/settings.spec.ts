import { expectGoodOnEveryScreen } from "./look";
import { expect, test } from "./owner-fixture";

test("an owner changes the settings, and what is wrong stands beside its field", async ({ owner, server }) => {
  const { page } = owner;
  await page.goto(`${server.url}/settings`);
  await expectGoodOnEveryScreen(page);

  await page.getByRole("textbox", { name: "Requests, in days" }).fill("0");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByRole("textbox", { name: "Requests, in days" })).toHaveAccessibleDescription(/1 to 3650/);
  await expectGoodOnEveryScreen(page);

  await page.getByRole("textbox", { name: "Requests, in days" }).fill("30");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("The Lab");
  await page.getByRole("combobox", { name: "What the activity log keeps" }).selectOption("masked");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "The settings are saved." })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Requests, in days" })).toHaveValue("30");
  await expect(page.getByRole("combobox", { name: "What the activity log keeps" })).toHaveValue("masked");
});

test("an administrator sees the settings and changes none", async ({ owner, server, signIn }) => {
  const { page } = await signIn("administrator");
  await page.goto(`${server.url}/settings`);
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Save settings" })).toHaveCount(0);
  const people = page.getByRole("table", { name: "Owners and administrators" });
  await expect(people.getByRole("link", { name: owner.name })).toBeVisible();
});

test("the audit log tells what was done, is searched, and is exported with its filters", async ({ owner, server }) => {
  const { page } = owner;
  await page.goto(`${server.url}/audit`);
  await expect(page.getByRole("row").filter({ hasText: "made the organization" })).toContainText("Command line");

  await page.goto(`${server.url}/settings`);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("The Lab");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "saved" })).toBeVisible();

  await page.goto(`${server.url}/audit`);
  const row = page.getByRole("row").filter({ hasText: "changed the organization's name" });
  await expect(row.getByRole("link", { name: owner.name })).toBeVisible();
  await row.getByText("Show").click();
  await expect(row).toContainText("The Lab");
  await expectGoodOnEveryScreen(page);

  await page.getByRole("searchbox", { name: "Search" }).fill("no such act");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/text=no\+such\+act/);
  await expect(page.getByText("Nothing fits these filters")).toBeVisible();

  await page.goto(`${server.url}/audit?text=Lab`);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export NDJSON" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^audit-log-.*\.ndjson$/);
});

test("the theme and the palette", async ({ owner, server }) => {
  const { page } = owner;
  await page.goto(`${server.url}/settings`);
  await page.getByRole("combobox", { name: "Theme" }).first().selectOption("dark");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.getByRole("combobox", { name: "Theme" }).first()).toHaveValue("dark");

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Go to" })).toBeVisible();
  await expectGoodOnEveryScreen(page);
  await page.keyboard.type("audit");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${server.url}/audit`);
});

test("the palette takes what is typed, and Enter, before its code is there", async ({ owner, server }) => {
  const { page } = owner;
  await page.goto(`${server.url}/settings`, { waitUntil: "networkidle" });
  let letGo = () => {};
  const isLetGo = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let held = 0;
  await page.route("**/_next/static/chunks/**", async (route) => {
    held += 1;
    await isLetGo;
    await route.continue();
  });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("peo");
  await expect(page.getByRole("textbox", { name: "Go to" })).toHaveValue("peo");
  expect(held).toBeGreaterThan(0);
  await page.keyboard.press("Enter");
  letGo();
  await expect(page).toHaveURL(`${server.url}/people`);

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Go to" })).toHaveValue("");
});

test("the palette finds pages also where its code cannot be fetched, and the rest once it can", async ({
  owner,
  server,
}) => {
  const { page } = owner;
  await page.goto(`${server.url}/settings`, { waitUntil: "networkidle" });
  let refused = 0;
  await page.route("**/_next/static/chunks/**", async (route) => {
    await route.abort();
    refused += 1;
  });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("audit");
  // It is asked for once more before it counts as failed.
  await expect.poll(() => refused).toBeGreaterThan(1);
  await expect(page.getByRole("textbox", { name: "Go to" })).toHaveValue("audit");
  await page.unroute("**/_next/static/chunks/**");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${server.url}/audit`);

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Go to" })).toBeVisible();
});
