import { fillIn, listAddresses } from "./console-addresses";
import { expectGoodOnEveryScreen } from "./look";
import { makeOneOfEach } from "./one-of-each";
import { expect, test } from "./owner-fixture";

// Axe looks at each page four times.
test.setTimeout(180_000);

for (const address of listAddresses().filter(({ kind }) => kind === "page")) {
  test(`${address.path} is accessible at both widths and in both themes, and asks nobody else for anything`, async ({
    owner,
    server,
    database,
  }) => {
    const { page } = owner;
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

    await page.goto(server.url + fillIn(address, await makeOneOfEach(owner, database)));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectGoodOnEveryScreen(page);
    expect({ foreign, faults }).toEqual({ foreign: [], faults: [] });
  });
}
