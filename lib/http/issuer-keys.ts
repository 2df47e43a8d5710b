import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from "jose";
import { z } from "zod";
import type { OutgoingFetch } from "./outgoing-fetch";

/** Whose keys are wanted, and where they are; null: where the issuer's OpenID configuration says. */
export type KeyIssuer = { readonly issuer: string; readonly jwksUri: string | null };

/** The keys with which issuers sign, by issuer. */
export type IssuerKeys = {
  /** @throws IssuerKeysError, also from the function that it gives */
  getKeys(issuer: KeyIssuer): Promise<JWTVerifyGetKey>;
};

/** The keys of an issuer could not be got. The message tells where they were looked for: it is for owners alone. */
export class IssuerKeysError extends Error {
  override readonly name = "IssuerKeysError";
}

const limits = { timeoutMs: 5_000, maxBytes: 512 * 1024 };
/** A key that is not known is looked for again at once, but no more often than this: then it is not known. */
const maxFetchesPerMinute = 10;
const keysMaxAgeMs = 10 * 60 * 1000;
const configurationMaxAgeMs = 24 * 60 * 60 * 1000;
/** An issuer that cannot be reached is left alone for a moment. */
const failureMaxAgeMs = 5_000;
const maxIssuers = 500;

const configurationSchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** Keys are kept for ten minutes, and looked for again at once when an assertion names one that is not among them. */
export function createIssuerKeys(fetchOutgoing: OutgoingFetch): IssuerKeys {
  const known = new Map<string, { readonly keys: Promise<JWTVerifyGetKey>; freshUntil: number }>();

  async function findKeys({ issuer, jwksUri }: KeyIssuer): Promise<JWTVerifyGetKey> {
    return createKeySet(jwksUri ?? (await discoverKeys(issuer, fetchOutgoing)), fetchOutgoing);
  }

  return {
    getKeys(issuer) {
      const name = JSON.stringify([issuer.issuer, issuer.jwksUri]);
      const entry = known.get(name);
      if (entry !== undefined && entry.freshUntil > performance.now()) return entry.keys;
      const fresh = { keys: findKeys(issuer), freshUntil: performance.now() + configurationMaxAgeMs };
      fresh.keys.catch(() => {
        fresh.freshUntil = performance.now() + failureMaxAgeMs;
      });
      // The one that came first goes first.
      const [oldest] = known.keys();
      if (known.size >= maxIssuers && oldest !== undefined) known.delete(oldest);
      known.set(name, fresh);
      return fresh.keys;
    },
  };
}

/** @see OpenID Connect Discovery 1.0 §4 */
async function discoverKeys(issuer: string, fetchOutgoing: OutgoingFetch): Promise<string> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const configuration = configurationSchema.safeParse(await fetchJson(url, fetchOutgoing));
  if (!configuration.success) {
    throw new IssuerKeysError(`The OpenID configuration at ${url} has no issuer and jwks_uri.`);
  }
  if (configuration.data.issuer !== issuer) {
    throw new IssuerKeysError(
      `The OpenID configuration at ${url} is that of another issuer: ${configuration.data.issuer}.`,
    );
  }
  return configuration.data.jwks_uri;
}

function createKeySet(url: string, fetchOutgoing: OutgoingFetch): JWTVerifyGetKey {
  let failure: { readonly error: unknown; readonly until: number } | undefined;
  let latest: z.infer<typeof keySetSchema> | undefined;
  let fetchedAtMs: readonly number[] = [];

  async function fetchKeys(): Promise<Response> {
    if (failure !== undefined && failure.until > performance.now()) throw failure.error;
    fetchedAtMs = fetchedAtMs.filter((at) => at > performance.now() - 60_000);
    if (latest !== undefined && fetchedAtMs.length >= maxFetchesPerMinute) return Response.json(latest);
    fetchedAtMs = [...fetchedAtMs, performance.now()];
    try {
      latest = readKeySet(await fetchJson(url, fetchOutgoing), url);
      return Response.json(latest);
    } catch (error) {
      failure = { error, until: performance.now() + failureMaxAgeMs };
      throw error;
    }
  }

  return createRemoteJWKSet(new URL(url), {
    cooldownDuration: 0,
    cacheMaxAge: keysMaxAgeMs,
    // Ours is shorter, and says more.
    timeoutDuration: 2 * limits.timeoutMs,
    [customFetch]: fetchKeys,
  });
}

function readKeySet(value: unknown, url: string) {
  const keySet = keySetSchema.safeParse(value);
  if (!keySet.success) throw new IssuerKeysError(`What is at ${url} is no JSON Web Key Set.`);
  return keySet.data;
}

const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

async function fetchJson(url: string, fetchOutgoing: OutgoingFetch): Promise<unknown> {
  const { status, body } = await fetchOutgoing({ url, headers: { accept: "application/json" }, ...limits }).catch(
    (error: unknown) => {
      throw new IssuerKeysError(`${url} could not be read: ${error instanceof Error ? error.message : String(error)}`);
    },
  );
  if (status !== 200) throw new IssuerKeysError(`${url} answered with the status ${status}.`);
  try {
    const value: unknown = JSON.parse(body);
    return value;
  } catch {
    throw new IssuerKeysError(`What is at ${url} is not JSON.`);
  }
}
