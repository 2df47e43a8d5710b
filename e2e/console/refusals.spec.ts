import type { APIRequestContext } from "@playwright/test";
import { createEmptyOrganization } from "../fresh-organization";
import { fillIn, type Ids, listAddresses, listServerActions, type ServerAction } from "./console-addresses";
import { makeOneOfEach } from "./one-of-each";
import { expect, test } from "./owner-fixture";
import { createPerson, signInContext } from "./signed-in-person";

// Each test makes a hundred requests.
test.setTimeout(180_000);

const addresses = listAddresses();
const actions = listServerActions();
/** Actions that are for people who are not signed in. */
const publicActions = ["app/setup/", "app/invitation/", "app/sign-in/"];
/** What an action answers whom it does not let act. */
const refusals = /Your session has ended|You may not do this/;
const nobody = "01a00000-0000-7000-8000-000000000000";

async function callAction(request: APIRequestContext, url: string, action: ServerAction, ids: Ids) {
  return await request.post(url + fillIn({ path: action.page }, { ...ids, token: "none" }), {
    headers: { "Next-Action": action.id, "Content-Type": "text/plain;charset=UTF-8" },
    data: "[]",
    maxRedirects: 0,
  });
}

test("the owner reaches every address, so that the others are refused what is there", async ({
  owner,
  server,
  database,
}) => {
  const ids = await makeOneOfEach(owner, database);
  for (const address of addresses.filter(({ kind }) => kind === "page")) {
    const answer = await owner.page.request.get(server.url + fillIn(address, ids));
    expect([answer.status(), address.path]).toEqual([200, address.path]);
  }
});

test("nobody who is signed out reaches an address or an action", async ({ owner, server, database, request }) => {
  const ids = await makeOneOfEach(owner, database);
  for (const address of addresses) {
    const answer = await request.get(server.url + fillIn(address, ids), { maxRedirects: 0 });
    if (address.kind === "route") expect([answer.status(), address.path]).toEqual([401, address.path]);
    else expect(answer.headers().location ?? (await answer.text()), address.path).toContain("/sign-in");
  }
  for (const action of actions.filter(({ file }) => !publicActions.some((prefix) => file.startsWith(prefix)))) {
    const answer = await callAction(request, server.url, action, ids);
    const told = `${answer.headers()["x-action-redirect"] ?? ""} ${await answer.text()}`;
    expect(told, `${action.name} in ${action.file}`).toMatch(/Your session has ended|\/sign-in/);
  }
});

for (const role of ["moderator", "member", "guest"] as const) {
  test(`a ${role} is refused every address and every action`, async ({ owner, server, database, signIn }) => {
    const ids = await makeOneOfEach(owner, database);
    const { page } = await signIn(role);
    for (const address of addresses) {
      const answer = await page.request.get(server.url + fillIn(address, ids), { maxRedirects: 0 });
      expect([answer.status(), address.path]).toEqual([403, address.path]);
    }
    for (const action of actions.filter(({ file }) => !publicActions.some((prefix) => file.startsWith(prefix)))) {
      const answer = await callAction(page.request, server.url, action, ids);
      expect(await answer.text(), `${action.name} in ${action.file}`).toMatch(refusals);
    }
  });
}

test("the owner of another organization finds nothing of this one", async ({ owner, server, database, browser }) => {
  const ids = await makeOneOfEach(owner, database);
  const elsewhere = await createEmptyOrganization(database);
  const stranger = await createPerson(database, elsewhere, "owner", "Mallory");
  const context = await browser.newContext();
  await signInContext(context, server, stranger);
  for (const address of addresses.filter(({ names }) => names.length > 0)) {
    const theirs = await context.request.get(server.url + fillIn(address, ids), { maxRedirects: 0 });
    const none = Object.fromEntries(address.names.map((name) => [name, nobody]));
    const nothing = await context.request.get(server.url + fillIn(address, none), { maxRedirects: 0 });
    expect([theirs.status(), address.path]).toEqual([404, address.path]);
    expect([nothing.status(), address.path]).toEqual([404, address.path]);
  }
});

test("what is no id is not found, and nothing breaks", async ({ owner, server }) => {
  for (const address of addresses.filter(({ names }) => names.length > 0)) {
    const ids = Object.fromEntries(address.names.map((name) => [name, "%27%3B--"]));
    const answer = await owner.page.request.get(server.url + fillIn(address, ids));
    expect([answer.status(), address.path]).toEqual([404, address.path]);
  }
});
