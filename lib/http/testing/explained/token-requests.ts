import { createAccessToken } from "@/lib/secrets";
import { okta, type Scenario } from "./stage";

const day = 86_400_000;

/** Requests whose access token is not taken. */
export const tokenRequests: readonly Scenario[] = [
  {
    card: 1,
    name: "no Authorization header",
    play: async ({ send, addClient }) => send(await addClient("okta"), "GET", "/Users", { token: null, headers: okta }),
    title: "No access token was sent",
    fix: "Paste the token",
    sentence: "Okta sent no access token",
  },
  {
    card: 1,
    name: "Bearer and nothing after it",
    play: async ({ send, addClient }) => send(await addClient("entra"), "GET", "/Users", { token: "" }),
    title: "No access token was sent",
    fix: "bearer token",
    sentence: "Somebody at 192.0.2.1 sent the word Bearer and no access token after it",
  },
  {
    card: 2,
    name: "Okta's Header Auth sends the box as it is",
    play: async ({ send, addClient }) => {
      const client = await addClient("okta");
      return send(client, "GET", "/Users", { token: null, headers: { ...okta, authorization: client.token } });
    },
    title: 'The token came without the word "Bearer"',
    fix: 'Header Auth paste "Bearer", a space, and the token',
    sentence: "Okta sent its access token without the word Bearer",
  },
  {
    card: 2,
    name: "user name and password",
    play: async ({ send, addClient }) =>
      send(await addClient("okta"), "GET", "/Users", { token: null, headers: { authorization: "Basic YTpi" } }),
    title: "Another kind of authentication was chosen",
    fix: "Choose bearer token authentication",
    sentence: /signed in by another scheme/,
  },
  {
    card: 3,
    name: "Bearer twice",
    play: async ({ send, addClient }) => {
      const client = await addClient("okta");
      return send(client, "GET", "/Users", { token: `Bearer ${client.token}`, headers: okta });
    },
    title: '"Bearer" was sent twice',
    fix: /Okta open Applications .* Integration/,
    sentence: "Okta sent the word Bearer twice",
  },
  {
    card: 4,
    name: "a token that is cut off",
    play: async ({ send, addClient }) => {
      const client = await addClient("okta");
      return send(client, "GET", "/Users", { token: client.token.slice(0, 37), headers: okta });
    },
    title: "The token is cut off: 37 of 61 characters came",
    fix: "Paste the token again",
    sentence: "Okta's token was refused: it is cut off (37 of 61 characters)",
  },
  {
    card: 4,
    name: "a token with a letter changed",
    play: async ({ send, addClient }) => {
      const client = await addClient("okta");
      const last = client.token.at(-1) === "a" ? "b" : "a";
      return send(client, "GET", "/Users", { token: `${client.token.slice(0, -1)}${last}`, headers: okta });
    },
    title: "The token is mistyped",
    fix: "Paste the token again",
    sentence: /mistyped/,
  },
  {
    card: 4,
    name: "a token in quotes",
    play: async ({ send, addClient }) => {
      const client = await addClient("okta");
      return send(client, "GET", "/Users", { token: `"${client.token}"`, headers: okta });
    },
    title: "There is something around the token",
    fix: "whole and alone",
    sentence: /other characters around it/,
  },
  {
    card: 5,
    name: "a token of another installation",
    play: async ({ send, addClient }) =>
      send(await addClient("okta"), "GET", "/Users", { token: createAccessToken(), headers: okta }),
    title: "Nobody here issued this token",
    fix: "Compare the base URL",
    sentence: "Okta's token was refused: nobody here issued it",
  },
  {
    card: 6,
    name: "an expired token",
    play: async ({ fixture, send, addClient }) => {
      const client = await addClient("entra");
      const token = await fixture.addToken(client.id, createAccessToken(), new Date("2026-05-03T10:00:00Z"));
      return send(client, "GET", "/Users", { token });
    },
    title: /^The token that ends in \w{4} expired on 3 May 2026$/,
    fix: 'the field "Secret Token"',
    sentence: /^entra \d+'s token was refused: it has expired$/,
  },
  {
    card: 6,
    name: "a revoked token",
    play: async ({ fixture, send, addClient }) => {
      const client = await addClient("okta");
      const at = new Date(Date.now() - day);
      await fixture.database.pool.query("UPDATE access_tokens SET revoked_at = $2 WHERE scim_client_id = $1", [
        client.id,
        at,
      ]);
      return send(client, "GET", "/Users");
    },
    title: /^The token that ends in \w{4} was revoked on /,
    fix: "Begin a rotation",
    sentence: /it was revoked$/,
  },
];
