import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import Provider from "oidc-provider";
import { findFreePort } from "../server-process";

/** What the provider says about somebody who signs in there with this name. */
export type OidcPerson = { email?: string; email_verified?: boolean };

/** An OpenID Connect provider on loopback, with pages of its own for signing in and agreeing. */
export type OidcIssuer = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** By the name they sign in with, which is their subject too. */
  people: Map<string, OidcPerson>;
  stop: () => Promise<void>;
};

/** Starts a provider that knows one client, whose address people are sent back to. */
export async function startOidcIssuer(redirectUri: string): Promise<OidcIssuer> {
  const issuer = `http://127.0.0.1:${await findFreePort()}`;
  const clientId = "roster";
  const clientSecret = "a secret between the two of them";
  const people = new Map<string, OidcPerson>();
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount: (_context, subject) => ({
      accountId: subject,
      claims: () => ({ sub: subject, ...people.get(subject) }),
    }),
    cookies: { keys: ["a key of the test"] },
    jwks: { keys: [{ ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }) }] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
  });
  const server = createServer(provider.callback()).listen(Number(new URL(issuer).port), "127.0.0.1");
  await once(server, "listening");
  return {
    issuer,
    clientId,
    clientSecret,
    people,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
