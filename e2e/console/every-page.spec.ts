import { fillIn, type Ids, listAddresses } from "./console-addresses";
import { expectGoodOnEveryScreen } from "./look";
import { makeOneOfEach } from "./one-of-each";
import { createOwner, expect, type OrganizationOwner, test } from "./owner-fixture";
import { signInContext } from "./signed-in-person";

// Axe looks at each page four times.
test.setTimeout(180_000);

/** An owner with one of each thing, for all pages: they are only looked at. */
let owner: OrganizationOwner;
let ids: Ids;

test.beforeAll(async ({ database, server }) => {
  owner = await createOwner(database, server);
  ids = await makeOneOfEach(owner, database);
});

for (const address of listAddresses().filter(({ kind }) => kind === "page")) {
  test(`${address.path} is accessible at both widths and in both themes, and asks nobody else for anything`, async ({
    page,
    server,
  }) => {
    await signInContext(page.context(), server, owner);
    const foreign: string[] = [];
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith("http") && origin !== server.url) foreign.push(request.url());
    });
    const faults: string[] = [];
    page.on("pageerror", ({ message }) => faults.push(message));
    page.on("console", (message) => {
      if (message.type() === "error") faults.push(message.text());
    });

    await page.goto(server.url + fillIn(address, ids));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectGoodOnEveryScreen(page);
    expect({ foreign, faults }).toEqual({ foreign: [], faults: [] });
  });
}
