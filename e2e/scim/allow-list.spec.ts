import { expect, type Scim, test } from "../fixtures";
import { get, post, textAt, userBody, valueAt } from "./exchange";
import { expectListResponse, expectScimError } from "./expectations";

// The servers under test stand behind one trusted proxy, so that X-Forwarded-For says where a request comes from.

function from(address: string): { "x-forwarded-for": string } {
  return { "x-forwarded-for": address };
}

function set(scim: Scim, ...options: readonly string[]): readonly string[] {
  return ["scim-client", "set", scim.client.name, "-r", scim.organization.subdomain, ...options];
}

test("a client is called from its allowed addresses alone, which are changed live", async ({ scim, roster }) => {
  expectListResponse(await get(scim, "/Users", from("198.51.100.1")));
  await roster(set(scim, "--allow-address", "203.0.113.0/24", "--allow-address", "2001:db8::1"));
  await expect(async () => expectScimError(await get(scim, "/Users", from("198.51.100.1")), 403)).toPass({
    timeout: 5_000,
  });
  for (const address of ["203.0.113.255", "2001:db8::1", "::ffff:203.0.113.1"]) {
    expectListResponse(await get(scim, "/Users", from(address)));
  }
  for (const address of ["203.0.114.0", "2001:db8::2"]) {
    const refused = await get(scim, "/Users", from(address));
    expectScimError(refused, 403);
    expect(textAt(refused.body, "detail")).toContain(address);
    expect(textAt(refused.body, "detail")).not.toContain("203.0.113");
  }
  await roster(set(scim, "--allow-any-address"));
  await expect(async () => expectListResponse(await get(scim, "/Users", from("198.51.100.1")))).toPass({
    timeout: 5_000,
  });
});

test("a refused address writes nothing, and the log tells the owners of it", async ({ scim, roster, database }) => {
  await roster(set(scim, "--allow-address", "203.0.113.7"));
  await expect(async () => expectScimError(await get(scim, "/Users", from("198.51.100.2")), 403)).toPass({
    timeout: 5_000,
  });
  const refused = await post(scim, "/Users", userBody(), from("198.51.100.2"));
  expectScimError(refused, 403);
  expect(valueAt((await get(scim, "/Users", from("203.0.113.7"))).body, "totalResults")).toBe(0);
  const readRow = () =>
    database.prisma.requestLog.findUnique({
      where: { id: refused.headers.get("x-request-id") ?? "" },
      select: { status: true, scimClientId: true, remoteAddress: true },
    });
  await expect
    .poll(readRow, { timeout: 10_000 })
    .toEqual({ status: 403, scimClientId: scim.client.id, remoteAddress: "198.51.100.2" });
});

test("what a caller writes into X-Forwarded-For left of the proxy's own entry is not believed", async ({
  scim,
  roster,
}) => {
  await roster(set(scim, "--allow-address", "203.0.113.7"));
  const forged = from("203.0.113.7, 198.51.100.3");
  await expect(async () => expectScimError(await get(scim, "/Users", forged), 403)).toPass({ timeout: 5_000 });
});

test("the address of a proxy hints at the number of trusted proxies", async ({ scim, roster }) => {
  await roster(set(scim, "--allow-address", "203.0.113.7"));
  await expect(async () => {
    const refused = await get(scim, "/Users", from("10.1.2.3"));
    expectScimError(refused, 403);
    expect(textAt(refused.body, "detail")).toContain("ROSTER_TRUSTED_PROXY_HOPS");
  }).toPass({ timeout: 5_000 });
});
