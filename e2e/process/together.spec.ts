import { createPerson, signInContext } from "../console/signed-in-person";
import { callAfresh, callOften } from "./call-afresh";
import { expect, test } from "./process-test";

// What holds in a server of one process holds in one of several: docs/decisions/0029 has the list.

test.describe.configure({ mode: "default" });

const rateLimit = 5;

test("a token that is revoked by the command line is refused by every process at once", async ({
  pair,
  rosterOfPair,
}) => {
  const { baseUrl, token, organization, client } = await pair.createClient();
  const call = () => callOften(12, `${baseUrl}/Users?count=1`, { authorization: `Bearer ${token}` });
  expect(count(await call(), 200)).toBe(12);

  await rosterOfPair(["token", "revoke", client.name, "-r", organization.subdomain, "--last-four", token.slice(-4)]);
  expect(count(await call(), 401)).toBe(12);
});

test("an option that is changed holds in every process at once, and so many a second are so many of all", async ({
  pair,
  rosterOfPair,
}) => {
  const { baseUrl, token, organization, client } = await pair.createClient();
  const call = (times: number) => callOften(times, `${baseUrl}/Users?count=1`, { authorization: `Bearer ${token}` });
  expect(count(await call(12), 200)).toBe(12);

  const option = ["--option", `rateLimit=${rateLimit}`];
  await rosterOfPair(["scim-client", "set", client.name, "-r", organization.subdomain, ...option]);
  const begun = performance.now();
  const answers = await call(60);
  // However slow the machine is: each second begun allows so many.
  const allowed = rateLimit * Math.ceil((performance.now() - begun) / 1000);
  expect(count(answers, 200)).toBeGreaterThanOrEqual(rateLimit);
  expect(count(answers, 200)).toBeLessThanOrEqual(allowed);
  expect(count(answers, 200) + count(answers, 429)).toBe(60);
});

test("failed authentications from one address are counted in all processes together", async ({ pair }) => {
  const { baseUrl } = await pair.createClient();
  const headers = { authorization: "Bearer of-nobody", "x-forwarded-for": "203.0.113.77" };
  let refused = 0;
  for (let round = 0; round < 16; round += 1) refused += count(await callOften(20, `${baseUrl}/Users`, headers), 401);
  expect(refused).toBe(300);
});

test("whoever watches the log in one process sees what another has answered", async ({ pair, request }) => {
  const { baseUrl, token, organization } = await pair.createClient();
  const owner = await createPerson(pair.database, organization, "owner", "Ada Lovelace");
  await signInContext({ request }, pair, owner);
  const { cookies } = await request.storageState();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");

  const left = new AbortController();
  const watchers = await Promise.all(
    Array.from({ length: 6 }, () => watch(`${pair.url}/api/live/requests`, cookie, left.signal)),
  );
  // Reads of an identity provider are left out of the log's first view.
  await callAfresh(`${baseUrl}/Users`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/scim+json" },
    body: JSON.stringify({ userName: "grace@acme.example" }),
  });
  for (const seen of watchers) await expect.poll(seen).toContain('{"count":1}');
  left.abort();
});

function count(answers: readonly { readonly status: number }[], status: number): number {
  return answers.filter((answer) => answer.status === status).length;
}

/** Follows server-sent events. @returns what has come so far */
async function watch(url: string, cookie: string, signal: AbortSignal): Promise<() => string> {
  const response = await fetch(url, { headers: { cookie }, signal });
  expect(response.status).toBe(200);
  let text = "";
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
  };
  // It ends when nobody watches any more.
  void read().catch(() => {});
  return () => text;
}
