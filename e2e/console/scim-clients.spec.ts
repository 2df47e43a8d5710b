import type { Page } from "@playwright/test";
import type { ServerState } from "../server-state";
import { expectGoodPage } from "./look";
import { expect, test } from "./owner-fixture";
import { password } from "./signed-in-person";

/** Stores the token that the sheet shows, and closes it. */
async function takeToken(page: Page): Promise<string> {
  const sheet = page.getByRole("dialog", { name: /The new/ });
  const value = await sheet.locator("code").textContent();
  await sheet.getByRole("checkbox", { name: "I have stored it" }).check();
  await sheet.getByRole("button", { name: "Close" }).last().click();
  await expect(sheet).toBeHidden();
  return value ?? "";
}

async function listUsers({ url }: ServerState, token: string): Promise<number> {
  const answer = await fetch(`${url}/scim/v2/Users?count=1`, { headers: { authorization: `Bearer ${token}` } });
  return answer.status;
}

test("from the empty list to a token that works in four clicks", async ({ owner, server }) => {
  const { page } = owner;
  await page.goto(`${server.url}/scim-clients`);
  await expect(page.getByText("No identity provider is connected yet")).toBeVisible();
  await expectGoodPage(page);

  await page.getByRole("link", { name: "Connect an identity provider" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Connect an identity provider");
  await page.getByRole("main").getByRole("link", { name: /^Okta/ }).click();
  await expect(page).toHaveURL(/provider=okta$/);
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue("Okta");
  await expect(page.getByText("Existing guests don't change.")).toBeVisible();
  await page.getByRole("button", { name: "Create and show the token" }).click();

  const sheet = page.getByRole("dialog", { name: "The new access token of Okta" });
  await expect(sheet).toBeVisible();
  await expect(page).toHaveURL(/\/scim-clients\/[0-9a-f-]+\/setup/);
  await expectGoodPage(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await expect(sheet).toBeVisible();
  await expect(sheet.getByRole("button", { name: "Close" })).toBeDisabled();

  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await sheet.getByRole("button", { name: "Copy with “Bearer ”" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const token = await takeToken(page);
  expect(token).toMatch(/^roster_scim_[A-Za-z0-9]{49}$/);
  expect(copied).toBe(`Bearer ${token}`);
  expect(await listUsers(server, token)).toBe(200);

  // Nothing keeps it: not the page, not its address, not what the browser stores.
  expect(await page.content()).not.toContain(token);
  const kept = await page.evaluate(() =>
    JSON.stringify([location.href, document.cookie, { ...localStorage }, { ...sessionStorage }]),
  );
  expect(kept).not.toContain(token);
  const reloaded = await page.reload();
  expect(reloaded?.headers()["cache-control"]).toContain("no-store");
  expect(await page.content()).not.toContain(token);
});

test("a name that is taken is said beside the field, and the next free one is suggested", async ({ owner, server }) => {
  const { page } = owner;
  const first = await owner.addScimClient({ preset: "okta" });
  await page.goto(`${server.url}/scim-clients/new?provider=okta`);
  await page.getByRole("textbox", { name: "Name" }).fill(first.client.name);
  await page.getByRole("button", { name: "Create and show the token" }).click();
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveAccessibleDescription(/has a SCIM client .* already/);
});

test("the list sorts by its address and says how each client is", async ({ owner, server, database }) => {
  const { page } = owner;
  const called = await owner.addScimClient({ preset: "okta" });
  const silent = await owner.addScimClient({ preset: "entra" });
  await called.fetch("/Users", {
    method: "POST",
    body: JSON.stringify({ userName: "ada", externalId: "1", name: { givenName: "Ada", familyName: "Lovelace" } }),
  });
  await expect
    .poll(
      async () =>
        (await database.pool.query("SELECT 1 FROM request_counts WHERE scim_client_id = $1", [called.client.id]))
          .rowCount,
      {
        timeout: 15_000,
      },
    )
    .toBeGreaterThan(0);

  await page.goto(`${server.url}/scim-clients`);
  const row = page.getByRole("row", { name: new RegExp(called.client.name) });
  await expect(row).toContainText("Healthy");
  await expect(row.getByRole("img", { name: "1 request" })).toBeVisible();
  await expect(page.getByRole("row", { name: new RegExp(silent.client.name) })).toContainText(
    "Waiting for first request",
  );

  await page.getByRole("link", { name: "People", exact: true }).last().click();
  await expect(page).toHaveURL(/sort=people/);
  await page.getByRole("columnheader", { name: "People" }).getByRole("link").click();
  await expect(page).toHaveURL(/order=desc/);
  await expect(page.getByRole("columnheader", { name: "People" })).toHaveAttribute("aria-sort", "descending");
  await expect(page.getByRole("row").nth(1)).toContainText(called.client.name);
});

test("a rotation watches the identity provider switch, and retires the old token", async ({ owner, server }) => {
  const { page } = owner;
  const old = await owner.addScimClient({ preset: "entra" });
  await old.fetch("/Users?count=1");
  await page.goto(`${server.url}/scim-clients/${old.client.id}/credentials`);
  await page.getByRole("button", { name: "Rotate …" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Issue the new token" }).click();
  const token = await takeToken(page);

  const panel = page.getByRole("region", { name: /^From/ });
  await expect(panel).toContainText("Waiting to see the new token");
  await expect(panel).toContainText("Secret Token");
  await expectGoodPage(page);
  expect(await listUsers(server, old.token)).toBe(200);
  expect(await listUsers(server, token)).toBe(200);
  await expect(panel).toContainText("used the new token", { timeout: 20_000 });
  await panel.getByRole("button", { name: "Retire the old token", exact: true }).click({ timeout: 20_000 });
  await expect(page.getByText("The rotation is complete")).toBeVisible();
  await expect.poll(() => listUsers(server, old.token), { timeout: 15_000 }).toBe(401);
  expect(await listUsers(server, token)).toBe(200);
});

test("a rotation can be cancelled, and a revocation says what follows", async ({ owner, server }) => {
  const { page } = owner;
  const client = await owner.addScimClient();
  await page.goto(`${server.url}/scim-clients/${client.client.id}/credentials`);
  await page.getByRole("button", { name: "Rotate …" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Issue the new token" }).click();
  const token = await takeToken(page);
  await expect(page.getByText("Two tokens are valid, the most there may be")).toBeVisible();
  await page.getByRole("button", { name: "Cancel the rotation" }).click();
  await expect(page.getByText("The rotation is cancelled")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Revoke roster_scim_/ })).toHaveCount(1);
  await expect.poll(() => listUsers(server, token), { timeout: 15_000 }).toBe(401);

  await page.getByRole("button", { name: /^Revoke roster_scim_/ }).click();
  const dialog = page.getByRole("dialog", { name: /^Revoke/ });
  await expect(dialog).toContainText("Requests with it will fail from now on.");
  await expect(dialog).toContainText("locked out");
  await expectGoodPage(page);
  await dialog.getByRole("button", { name: "Start a rotation instead" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Revoke roster_scim_/ }).click();
  await dialog.getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(page.getByText("No token is valid")).toBeVisible();
  await expect.poll(() => listUsers(server, client.token), { timeout: 15_000 }).toBe(401);
});

test("addresses are tried before they are saved, and hold at once", async ({ owner, server }) => {
  const { page } = owner;
  const client = await owner.addScimClient();
  await page.goto(`${server.url}/scim-clients/${client.client.id}/credentials`);
  await page.getByRole("textbox", { name: "Only from these addresses" }).fill("20.0.0.0/8");
  await page.getByRole("textbox", { name: "Would this address pass?" }).fill("20.1.2.3");
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await expect(page.getByText("20.1.2.3 passes, because of 20.0.0.0/8.")).toBeVisible();
  await page.getByRole("button", { name: "Save what it may do" }).click();
  await expect(page.getByText("Saved. The next request follows it.")).toBeVisible();
  await expect.poll(() => listUsers(server, client.token), { timeout: 15_000 }).toBe(403);
});

test("an option is reviewed before it is saved, and the next request follows it", async ({ owner, server }) => {
  const { page } = owner;
  const client = await owner.addScimClient();
  const person = { userName: "not-an-address", name: { formatted: "Ada" } };
  expect((await client.fetch("/Users", { method: "POST", body: JSON.stringify(person) })).status).toBe(201);
  await page.goto(`${server.url}/scim-clients/${client.client.id}/options`);
  await page
    .getByRole("group", { name: "What a userName may be" })
    .getByRole("radio", { name: /An email address/ })
    .check();
  await expect(page.getByText("1 change, not saved yet.")).toBeVisible();
  await page.getByRole("button", { name: "Review changes" }).click();
  const dialog = page.getByRole("dialog", { name: "What changes" });
  await expect(dialog).toContainText("Any other userName is refused with 400.");
  await expectGoodPage(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  const second = { ...person, userName: "neither" };
  await expect
    .poll(async () => (await client.fetch("/Users", { method: "POST", body: JSON.stringify(second) })).status, {
      timeout: 15_000,
    })
    .toBe(400);
});

test("what strict decides cannot be set otherwise, and the words stand beside the field", async ({ owner, server }) => {
  const { page } = owner;
  const client = await owner.addScimClient();
  await page.goto(`${server.url}/scim-clients/${client.client.id}/options`);
  const deletion = page.getByRole("group", { name: "When it deletes a person" });
  await deletion.getByRole("radio", { name: /Deactivate the person/ }).check();
  await page.getByRole("radio", { name: /To the letter of the profile/ }).check();
  await expect(deletion).toHaveAccessibleDescription(/always has “Remove the person” here/);
  await expect(page.getByRole("button", { name: "Review changes" })).toBeDisabled();
  await deletion.getByRole("radio", { name: /Remove the person/ }).check();
  await expect(page.getByRole("button", { name: "Review changes" })).toBeEnabled();
});

test("letting a client make owners takes an owner and the password", async ({ owner, server, signIn }) => {
  const client = await owner.addScimClient();
  const address = `${server.url}/scim-clients/${client.client.id}/options`;
  const administrator = await signIn("administrator");
  await administrator.page.goto(address);
  const choice = administrator.page.getByRole("combobox", { name: "Highest role it may give" });
  await expect(choice.getByRole("option", { name: "Owner" })).toHaveCount(0);

  const { page } = owner;
  await page.goto(address);
  await page.getByRole("combobox", { name: "Highest role it may give" }).selectOption("owner");
  await page.getByRole("button", { name: "Review changes" }).click();
  const dialog = page.getByRole("dialog", { name: "What changes" });
  await dialog.getByLabel("Your password").fill("not the password");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("Your password")).toHaveAccessibleDescription(/This is not your password/);
  await dialog.getByLabel("Your password").fill(password);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("combobox", { name: "Highest role it may give" })).toHaveValue("owner");
});

test("a paused client is answered 503 until it is resumed", async ({ owner, server }) => {
  const { page } = owner;
  const client = await owner.addScimClient();
  await page.goto(`${server.url}/scim-clients/${client.client.id}`);
  await page.getByRole("button", { name: "Pause" }).click();
  const dialog = page.getByRole("dialog", { name: /^Pause/ });
  await expect(dialog).toContainText("503");
  await dialog.getByRole("button", { name: `Pause ${client.client.name}` }).click();
  await expect(page.getByRole("button", { name: "Resume" })).toBeVisible();
  await expect.poll(() => listUsers(server, client.token), { timeout: 15_000 }).toBe(503);
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await expect.poll(() => listUsers(server, client.token), { timeout: 15_000 }).toBe(200);
});

test("a client is removed by its typed name and the password, by owners alone", async ({ owner, server, signIn }) => {
  const client = await owner.addScimClient();
  const address = `${server.url}/scim-clients/${client.client.id}/danger`;
  const administrator = await signIn("administrator");
  await administrator.page.goto(address);
  await expect(administrator.page.getByText("Only an owner can remove a SCIM client.")).toBeVisible();
  await expect(administrator.page.getByRole("button", { name: /^Remove/ })).toHaveCount(0);

  const { page } = owner;
  await client.fetch("/Users", {
    method: "POST",
    body: JSON.stringify({ userName: "ada", externalId: "1", name: { formatted: "Ada" } }),
  });
  await page.goto(address);
  await expect(page.getByRole("main")).toContainText("1 person and 0 groups");
  await page.getByRole("textbox", { name: /^Type/ }).fill("something else");
  await page.getByLabel("Your password").fill(password);
  await page.getByRole("button", { name: /^Remove/ }).click();
  await expect(page.getByRole("textbox", { name: /^Type/ })).toHaveAccessibleDescription(/exactly as it is written/);
  await page.getByRole("textbox", { name: /^Type/ }).fill(client.client.name);
  await page.getByRole("button", { name: /^Remove/ }).click();
  await expect(page).toHaveURL(/\/scim-clients$/);
  await expect.poll(() => listUsers(server, client.token), { timeout: 15_000 }).toBe(401);
});
