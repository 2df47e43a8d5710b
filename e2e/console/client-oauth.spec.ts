import { startAssertionIssuer } from "../assertion-issuer";
import { expectGoodPage } from "./look";
import { expect, test } from "./owner-fixture";

test("a client secret is shown once, gets a token, and ends with it", async ({ owner, server }) => {
  const { page } = owner;
  const { client } = await owner.addScimClient({ preset: "entra" });
  await page.goto(`${server.url}/scim-clients/${client.id}/credentials`);
  await page.getByRole("button", { name: "Issue a client secret" }).click();
  const form = page.getByRole("dialog", { name: /^Issue a client secret/ });
  await expect(form.getByRole("option", { name: "never" })).toHaveCount(0);
  await form.getByRole("button", { name: "Issue the secret" }).click();
  const sheet = page.getByRole("dialog", { name: /^The new client secret/ });
  const secret = (await sheet.locator("code").textContent()) ?? "";
  await expectGoodPage(page);
  await sheet.getByRole("checkbox", { name: "I have stored it" }).check();
  await sheet.getByRole("button", { name: "Close" }).last().click();

  const ask = () =>
    fetch(`${server.url}/oauth/token`, {
      method: "POST",
      body: new URLSearchParams({ grant_type: "client_credentials", client_id: client.id, client_secret: secret }),
    });
  const { access_token: token }: { access_token: string } = await (await ask()).json();
  const list = async () =>
    (await fetch(`${server.url}/scim/v2/Users?count=1`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await list()).toBe(200);

  await page.reload();
  await page.getByRole("button", { name: /^Revoke roster_secret_/ }).click();
  const dialog = page.getByRole("dialog", { name: /^Revoke/ });
  await expect(dialog).toContainText("the one valid token ends at once");
  await dialog.getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(page.getByRole("table", { name: "Client secrets" })).toContainText("Revoked");
  expect((await ask()).status).toBe(401);
  await expect.poll(list, { timeout: 15_000 }).toBe(401);
});

test("a workload identity is trusted, and an assertion is judged check by check without a token", async ({
  owner,
  server,
  database,
}) => {
  const issuer = await startAssertionIssuer();
  const { page } = owner;
  const { client } = await owner.addScimClient({ preset: "entra" });
  await page.goto(`${server.url}/scim-clients/${client.id}/credentials`);
  await page.getByRole("button", { name: "Trust a workload identity" }).click();
  const form = page.getByRole("dialog", { name: "Trust a workload identity" });
  await form.getByRole("button", { name: "Trust it" }).click();
  await expect(form.getByRole("textbox", { name: "Issuer" })).toHaveAccessibleDescription(/cannot be blank/);
  await form.getByRole("textbox", { name: "Issuer" }).fill(issuer.issuer);
  await form.getByRole("textbox", { name: "Subject" }).fill("workload");
  await form.getByRole("textbox", { name: "Audience" }).fill("api://roster/.default");
  await form.getByRole("button", { name: "Trust it" }).click();
  await expect(form).toBeHidden();

  await page.getByText("Test an assertion").click();
  const box = page.getByRole("textbox", { name: /A signed statement/ });
  await box.fill(issuer.sign({ sub: "workload", aud: "api://roster" }));
  await page.getByRole("button", { name: "Check it" }).click();
  await expect(page.getByText("Would be taken by the trust in")).toBeVisible();
  await expectGoodPage(page);
  await box.fill(issuer.sign({ sub: "somebody else", aud: "api://roster" }));
  await page.getByRole("button", { name: "Check it" }).click();
  await expect(page.getByText("Would not be taken by the trust in")).toBeVisible();
  await expect(page.getByText("The trust expects “workload”, the assertion has “somebody else”.")).toBeVisible();
  const minted = await database.prisma.accessToken.count({
    where: { scimClientId: client.id, workloadTrustId: { not: null } },
  });
  expect(minted).toBe(0);

  await page.getByRole("button", { name: /^Remove the trust in/ }).click();
  await page.getByRole("dialog", { name: "Remove this trust?" }).getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("Test an assertion")).toHaveCount(0);
  await issuer.stop();
});
