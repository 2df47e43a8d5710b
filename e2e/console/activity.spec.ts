import { readFile } from "node:fs/promises";
import type { Scim } from "../fixtures";
import { expectGoodOnEveryScreen } from "./look";
import { expect, test } from "./owner-fixture";

const userUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
const patchUrn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

async function createPerson(scim: Scim, givenName: string, familyName: string): Promise<string> {
  const userName = `${givenName}.${familyName}@acme.example`.toLowerCase();
  const body = { schemas: [userUrn], userName, name: { givenName, familyName } };
  const answer = await scim.fetch("/Users", { method: "POST", body: JSON.stringify(body) });
  expect(answer.status).toBe(201);
  const { id }: { id: string } = await answer.json();
  return id;
}

async function deactivate(scim: Scim, id: string): Promise<void> {
  const body = { schemas: [patchUrn], Operations: [{ op: "replace", value: { active: false } }] };
  expect((await scim.fetch(`/Users/${id}`, { method: "PATCH", body: JSON.stringify(body) })).status).toBe(200);
}

test("what happened is told in sentences; filters stand in the address; details say what changed", async ({
  owner,
  server,
}) => {
  // Two pages on four screens each.
  test.slow();
  const { page } = owner;
  await page.goto(`${server.url}/activity`);
  await expect(page.getByText("No identity provider has called yet")).toBeVisible();

  const scim = await owner.addScimClient({ preset: "okta" });
  const id = await createPerson(scim, "Grace", "Hopper");
  await createPerson(scim, "=Alan", "Turing");
  await deactivate(scim, id);
  await scim.fetch("/Users?filter=nothing%20eq%201");
  const table = page.getByRole("table", { name: "Requests", exact: true });
  await expect(async () => {
    await page.goto(`${server.url}/activity`);
    await expect(table.getByRole("row", { name: /deactivated Grace Hopper/ })).toBeVisible({ timeout: 2_000 });
    await expect(table.getByRole("row", { name: /Failed/ })).toBeVisible({ timeout: 1_000 });
    // The rows and their counts are asked for side by side: a batch may be written between the two.
    await expect(page.getByRole("option", { name: "Failed (1)" })).toBeAttached({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await expectGoodOnEveryScreen(page);
  await page.setViewportSize({ width: 1280, height: 900 });

  await page.getByLabel("Outcome").selectOption({ label: "Failed (1)" });
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/outcome=failed/);
  await expect(page.getByText("1 request fits these filters.")).toBeVisible();
  await page.getByRole("link", { name: "Clear the filters" }).click();
  await expect(page).toHaveURL(`${server.url}/activity`);
  await expect(page.getByLabel("Outcome")).toHaveValue("");
  await page.getByLabel("Search").fill("grace.hop");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/text=grace\.hop/);
  await expect(table.getByRole("row")).toHaveCount(3);

  await table
    .getByRole("row", { name: /deactivated Grace Hopper/ })
    .getByRole("link", { name: /details/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("deactivated Grace Hopper");
  const changed = page.getByRole("table", { name: "Grace Hopper was changed" });
  await expect(changed.getByRole("row", { name: "active true false" })).toBeVisible();
  await expect(page.getByText("The token is known")).toBeVisible();
  await expect(page.getByRole("table", { name: "Earlier" }).getByRole("row", { name: /created Grace/ })).toBeVisible();
  await expectGoodOnEveryScreen(page);
});

test("the page of one client shows its requests alone, grouped if wished", async ({ owner, server }) => {
  const { page } = owner;
  const [one, two] = [await owner.addScimClient({ preset: "okta" }), await owner.addScimClient({ preset: "entra" })];
  await createPerson(one, "Grace", "Hopper");
  await createPerson(two, "Alan", "Turing");
  await expect(async () => {
    await page.goto(`${server.url}/scim-clients/${one.client.id}/activity?view=bursts`);
    await expect(page.getByRole("row", { name: /1 request, 1 created/ })).toHaveCount(1, { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await page.getByRole("link", { name: "Every request" }).click();
  await expect(page.getByText("created Grace Hopper")).toBeVisible();
  await expect(page.getByText("Alan Turing")).toHaveCount(0);
});

test("new requests are announced, and appear by themselves while it is live", async ({ owner, server }) => {
  const { page } = owner;
  const scim = await owner.addScimClient({ preset: "okta" });
  await createPerson(scim, "Grace", "Hopper");
  await expect(async () => {
    await page.goto(`${server.url}/activity`);
    await expect(page.getByText("created Grace Hopper")).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await createPerson(scim, "Alan", "Turing");
  await page.getByRole("button", { name: "1 new" }).click({ timeout: 20_000 });
  await expect(page.getByText("created Alan Turing")).toBeVisible();
  await page.getByRole("button", { name: "Live" }).click();
  await createPerson(scim, "Barbara", "Liskov");
  await expect(page.getByText("created Barbara Liskov")).toBeVisible({ timeout: 20_000 });
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByRole("button", { name: "Live" })).toBeVisible();
});

test("exports hold what the filters leave, safe for spreadsheets", async ({ owner, server }) => {
  const { page } = owner;
  const scim = await owner.addScimClient({ preset: "okta" });
  await createPerson(scim, "=1+1", "Turing");
  await scim.fetch("/Users");
  await expect(async () => {
    await page.goto(`${server.url}/activity`);
    await expect(page.getByText("1 request fits these filters.")).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  const read = async (name: string) => {
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name }).click();
    return await readFile(await (await download).path(), "utf8");
  };
  const csv = await read("Export CSV");
  expect(csv.trim().split("\r\n")).toHaveLength(2);
  expect(csv).toContain("'=1+1 Turing");
  const [line, ...others] = (await read("Export NDJSON")).trim().split("\n");
  expect(others).toEqual([]);
  expect(JSON.parse(line ?? "")).toMatchObject({ outcome: "changed", label: "=1+1 Turing" });
});
