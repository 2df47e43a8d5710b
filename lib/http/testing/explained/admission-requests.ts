import { setScimClientState } from "@/lib/console/scim-clients";
import { okta, type Scenario } from "./stage";

/** Requests that are not let in, or come to a wrong address. */
export const admissionRequests: readonly Scenario[] = [
  {
    card: 7,
    name: "a token at another organization's address",
    play: async ({ fixture, send, addClient, subdomain }) => {
      await fixture.addOrganization(`other-${subdomain}`);
      const host = `other-${subdomain}.localhost:3000`;
      return send(await addClient("okta"), "GET", "/Users", { headers: { host } });
    },
    title: /^The token belongs to the client okta \d+, which is not at this address$/,
    fix: "set it to the base URL",
    sentence: /belongs to another organization than the address/,
  },
  {
    card: 7,
    name: "Okta with Entra's token",
    play: async ({ send, addClient }) => send(await addClient("entra"), "GET", "/Users", { headers: okta }),
    title: /^The token belongs to entra \d+, and Okta used it$/,
    fix: "give it a SCIM client of its own",
    sentence: /read the list of people/,
  },
  {
    card: 8,
    name: "an address that is not allowed",
    play: async ({ send, addClient }) =>
      send(await addClient("okta", {}, { allowedAddresses: ["203.0.113.0/24"] }), "GET", "/Users"),
    title: "It came from 192.0.2.1, which is not allowed",
    fix: "add it, or its network, to the client's allowed addresses",
    sentence: /was turned away: it called from 192\.0\.2\.1/,
  },
  {
    card: 8,
    name: "the address of a proxy",
    play: async ({ send, addClient }) =>
      send(await addClient("okta", {}, { allowedAddresses: ["203.0.113.0/24"] }), "GET", "/Users", {
        headers: { "x-forwarded-for": "10.1.2.3" },
      }),
    title: "It came from 10.1.2.3, which is not allowed",
    fix: "ROSTER_TRUSTED_PROXY_HOPS",
    sentence: /was turned away/,
  },
  {
    card: 9,
    name: "a token that may not delete",
    play: async ({ send, addClient, createUser }) => {
      const ada = await createUser(await addClient("okta"), "ada@acme.example");
      const client = await addClient("okta", {}, { scopes: ["users:read", "users:write"] });
      return send(client, "DELETE", `/Users/${ada}`);
    },
    title: "The token may not delete people",
    fix: "give the client the scope users:delete",
    sentence: /may not do that: its token lacks the scope users:delete$/,
  },
  ...(
    [
      ["/scim/Users", 'The base URL is wrong: "/v2" is missing in it'],
      ["/scim/v2/scim/v2/Users", 'The base URL is wrong: "/scim/v2" is in it twice'],
      ["/scim/v1/Users", "The base URL is wrong: it asks for another version than v2"],
      ["/scim/v2/users", "The base URL is wrong: it has upper and lower case letters in other places"],
    ] as const
  ).map(
    ([path, title]): Scenario => ({
      card: 10,
      name: path,
      play: async ({ send, addClient }) => send(await addClient("entra"), "GET", path),
      title,
      fix: /"Tenant URL".* Set it to exactly http:\/\/localhost:3000\/scim\/v2, with nothing after it/s,
      sentence: /called \/.*, where there is nothing$/,
    }),
  ),
  {
    card: 27,
    name: "more requests than the limit",
    play: async ({ send, addClient }) => {
      const client = await addClient("entra", { rateLimit: 1 });
      await Promise.all([send(client, "GET", "/Users"), send(client, "GET", "/Users")]);
      return send(client, "GET", "/Users");
    },
    title: "Too fast: it was asked to wait 1 second",
    fix: /Entra waits and sends it again.*raise the option rateLimit/s,
    sentence: /sent requests too fast and was asked to wait 1 second$/,
  },
  {
    card: 33,
    name: "a paused client",
    play: async ({ fixture, send, addClient, subdomain }) => {
      const client = await addClient("entra");
      const { rows } = await fixture.database.pool.query<{ name: string }>(
        "SELECT name FROM scim_clients WHERE id = $1",
        [client.id],
      );
      const operator = { kind: "operator" } as const;
      await setScimClientState(fixture.database, operator, subdomain, rows[0]?.name ?? "", "paused");
      // The endpoint hears of it a moment later.
      for (let attempt = 0; attempt < 50; attempt += 1) {
        const answer = await send(client, "GET", "/Users");
        if (answer.status === 503) return answer;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      throw new Error("The client was never paused.");
    },
    title: /^entra \d+ is paused by the operator on \d+ \w+ \d{4}$/,
    fix: /asked to come back later \(1 request so far\).*Resume the client/s,
    sentence: /was asked to come back later: the client is paused$/,
  },
];
