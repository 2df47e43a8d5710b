import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import type { OidcSettings } from "@/lib/env";
import { sessionSeconds } from "./session-cookies";

/** How long the provider may take for each of its answers. */
const timeoutMs = 10_000;

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  email: z.string().optional().catch(undefined),
  /** Some providers write it as text. */
  email_verified: z
    .union([z.boolean(), z.literal("true").transform(() => true)])
    .optional()
    .catch(false),
  /** Seconds since 1970. */
  auth_time: z.number().optional().catch(undefined),
});

/** What a provider says about who signed in. @see OpenID Connect Core §2, §5.1 */
export type OidcClaims = z.infer<typeof claimsSchema>;

/** Reads the claims of an ID token and the user info. @throws ZodError when they do not say who it is */
export function readOidcClaims(profile: unknown): OidcClaims {
  return claimsSchema.parse(profile);
}

/** When the person last proved to the provider who they are, in milliseconds since 1970; now when it does not say. */
export function readAuthenticatedAt({ auth_time }: OidcClaims): number {
  return auth_time === undefined ? Date.now() : Math.min(auth_time * 1000, Date.now());
}

/** The provider as next-auth takes it: authorization code with PKCE, state and nonce. */
export function createOidcProvider({ issuer, clientId, clientSecret }: OidcSettings): OAuthConfig<OidcClaims> {
  return {
    id: "oidc",
    name: new URL(issuer).host,
    type: "oauth",
    issuer,
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    // With max_age the ID token says when the person last proved who they are. @see OpenID Connect Core §2, auth_time
    authorization: { params: { scope: "openid email profile", max_age: sessionSeconds } },
    httpOptions: { timeout: timeoutMs },
    userinfo: {
      // The email stands in the ID token at some providers, and only in the user info at others.
      request: async ({ client, tokens }) => {
        const idToken = readIdToken(tokens);
        const { access_token } = tokens;
        const hasUserInfo = access_token !== undefined && client.issuer.metadata.userinfo_endpoint !== undefined;
        const userInfo = hasUserInfo ? await client.userinfo(access_token) : {};
        // @see OpenID Connect Core §5.3.2: what is said about another subject must not be used.
        const isSame = "sub" in userInfo && userInfo.sub === idToken.sub;
        const { email, ...claims } = readOidcClaims(isSame ? { ...userInfo, ...idToken } : idToken);
        return email === undefined ? claims : { ...claims, email };
      },
    },
    profile: ({ sub }) => ({ id: sub }),
  };
}

/** The claims of the ID token, which has been verified by now. */
function readIdToken(tokens: object): Record<string, unknown> {
  const claims: unknown =
    "claims" in tokens && typeof tokens.claims === "function" ? tokens.claims.call(tokens) : undefined;
  return z.record(z.string(), z.unknown()).parse(claims);
}
