import { randomBytes, randomInt } from "node:crypto";
import { expect, test } from "../fixtures";
import type { Answer } from "./exchange";
import { createUser, get, post, textAt, userBody, valueAt } from "./exchange";
import { expectListResponse, expectScimError } from "./expectations";
import { rawRequest } from "./raw-request";

function expectTooMany(answer: Answer): void {
  expectScimError(answer, 429);
  expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
}

/** An address of its own for a test, seen behind the one trusted proxy of the servers under test. */
function fromNewAddress(): { "x-forwarded-for": string } {
  return { "x-forwarded-for": `198.18.${randomInt(256)}.${randomInt(256)}` };
}

test("A-10 beyond rateLimit requests a second: 429 with whole seconds, nothing written; then it goes on", async ({
  createClient,
  scim,
}) => {
  const limited = await createClient({ options: { rateLimit: "5" } });
  const answers = await Promise.all(Array.from({ length: 30 }, () => post(limited, "/Users", userBody())));
  const refused = answers.filter(({ status }) => status !== 201);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) expectTooMany(answer);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(5);
  // A client without the option is not held back, also while the other one is.
  const { totalResults } = (await get(scim, "/Users")).body;
  expect(totalResults).toBe(answers.length - refused.length);
  const seconds = Number(refused[0]?.headers.get("retry-after"));
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  await createUser(limited);
});

test("A-10 without the option 25 requests a second and more go through, and it is set live", async ({
  scim,
  roster,
}) => {
  const answers = await Promise.all(Array.from({ length: 60 }, () => get(scim, "/Users?count=0")));
  for (const answer of answers) expectListResponse(answer);
  const set = ["scim-client", "set", scim.client.name, "-r", scim.organization.subdomain, "--option"];
  await roster([...set, "rateLimit=1"]);
  await expect(async () => {
    const burst = await Promise.all(Array.from({ length: 10 }, () => get(scim, "/Users?count=0")));
    const refused = burst.find(({ status }) => status === 429);
    expect(refused).toBeDefined();
    if (refused !== undefined) {
      expectTooMany(refused);
      expect(textAt(refused.body, "detail")).toContain("rateLimit");
    }
  }).toPass({ timeout: 5_000 });
  await roster([...set, "rateLimit=none"]);
  await expect(async () => {
    const burst = await Promise.all(Array.from({ length: 10 }, () => get(scim, "/Users?count=0")));
    expect(burst.every(({ status }) => status === 200)).toBe(true);
  }).toPass({ timeout: 5_000 });
});

test("A-11 after 300 failed authentications in a minute an address gets 429, a valid token from there never", async ({
  scim,
  database,
}) => {
  const here = fromNewAddress();
  const fail = (authorization: string) => rawRequest(scim.baseUrl, "GET", "/Users", { ...here, authorization });
  const wrong = `Bearer ${randomBytes(24).toString("hex")}`;
  const first: Answer[] = [];
  // On a slow machine a minute may end on the way.
  while (first.length < 1_500 && first.every(({ status }) => status !== 429)) {
    first.push(...(await Promise.all(Array.from({ length: 20 }, () => fail(wrong)))));
  }
  const failed = first.filter(({ status }) => status === 401);
  expect(failed.length).toBeGreaterThanOrEqual(300);
  for (const answer of failed) expectScimError(answer, 401);
  for (const authorization of [wrong, "Bearer garbage", "non-token", `Bearer ${scim.token}x`]) {
    const refused = await fail(authorization);
    expectTooMany(refused);
    expect(refused.text).not.toContain(scim.token);
  }
  expectTooMany(await rawRequest(scim.baseUrl, "GET", "/Users", here));

  const valid = await Promise.all(Array.from({ length: 20 }, () => get(scim, "/Users", here)));
  for (const answer of valid) expectListResponse(answer);
  expect((await rawRequest(scim.baseUrl, "GET", "/ServiceProviderConfig", here)).status).toBe(200);
  expectScimError(await get(scim, "/Users", { ...fromNewAddress(), authorization: wrong }), 401);

  // A flood of refusals is no flood of rows.
  const flood = (await Promise.all(Array.from({ length: 100 }, () => fail("Bearer garbage")))).map(({ headers }) =>
    String(headers.get("x-request-id")),
  );
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const rows = await database.prisma.requestLog.count({ where: { id: { in: flood } } });
  expect(rows).toBeGreaterThan(0);
  expect(rows).toBeLessThanOrEqual(60);
});

test("A-10 a paused client gets 503 and not 429, however often it asks", async ({ createClient, roster }) => {
  const limited = await createClient({ options: { rateLimit: "1" } });
  await roster(["scim-client", "pause", limited.client.name, "-r", limited.organization.subdomain]);
  await expect(async () => {
    const burst = await Promise.all(Array.from({ length: 5 }, () => get(limited, "/Users")));
    expect(burst.map((answer) => valueAt(answer.body, "status"))).toEqual(Array.from({ length: 5 }, () => "503"));
  }).toPass({ timeout: 5_000 });
});
