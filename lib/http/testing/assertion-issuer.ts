import { once } from "node:events";
import { createServer } from "node:http";
import { CompactSign, exportJWK, generateKeyPair, type JWK } from "jose";

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;
type Algorithm = "RS256" | "PS256" | "ES256";
/** Claims as they are sent; those that are undefined are left out. */
export type Claims = Readonly<Record<string, unknown>>;

export type SignOptions = {
  /** Absent: the name of the published key that signs. */
  readonly keyId?: string;
  /** Absent: the issuer's own key. */
  readonly privateKey?: KeyPair["privateKey"];
};

/** An issuer of assertions on loopback: OpenID configuration, published keys, and what it signs. */
export type AssertionIssuer = {
  readonly issuer: string;
  readonly jwksUri: string;
  /** The published keys. */
  readonly keys: readonly JWK[];
  /** The paths that were asked for. */
  readonly requests: string[];
  /** What it answers in place of what it should, by path. */
  readonly answers: Map<string, { readonly status: number; readonly body: string }>;
  /** Signs claims: the issuer, and times around now, are there unless they are given. */
  sign(claims: Claims, options?: SignOptions): Promise<string>;
  /** Publishes another key in place of the one so far, and signs with it from now on. */
  rotateKey(): Promise<void>;
  close(): Promise<void>;
};

/** Starts an issuer. @param algorithm by which it signs */
export async function startAssertionIssuer(algorithm: Algorithm = "RS256"): Promise<AssertionIssuer> {
  const requests: string[] = [];
  const answers: AssertionIssuer["answers"] = new Map();
  let current = await createKey(algorithm, 1);

  const server = createServer((request, response) => {
    const path = request.url ?? "";
    requests.push(path);
    const planned = answers.get(path);
    const documents: Readonly<Record<string, object>> = {
      "/.well-known/openid-configuration": { issuer, jwks_uri: `${issuer}/keys` },
      "/keys": { keys: [current.published] },
    };
    const document = documents[path];
    response.writeHead(planned?.status ?? (document === undefined ? 404 : 200), { "content-type": "application/json" });
    response.end(planned?.body ?? JSON.stringify(document ?? {}));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;

  return {
    issuer,
    jwksUri: `${issuer}/keys`,
    get keys() {
      return [current.published];
    },
    requests,
    answers,
    async sign(claims, { keyId = current.id, privateKey = current.pair.privateKey } = {}) {
      const now = Math.floor(Date.now() / 1000);
      const text = JSON.stringify({ iss: issuer, iat: now, nbf: now, exp: now + 3_600, ...claims });
      return await new CompactSign(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: algorithm, typ: "JWT", kid: keyId })
        .sign(privateKey);
    },
    async rotateKey() {
      current = await createKey(algorithm, current.number + 1);
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** To find an RSA key takes its time: all issuers of a test file begin with the same one. */
const firstKeys = new Map<Algorithm, Promise<KeyPair>>();

async function createKey(algorithm: Algorithm, number: number) {
  const known = number === 1 ? firstKeys.get(algorithm) : undefined;
  const creating = known ?? generateKeyPair(algorithm, { extractable: true });
  if (number === 1) firstKeys.set(algorithm, creating);
  const pair = await creating;
  const id = `key-${number}`;
  return { number, id, pair, published: { ...(await exportJWK(pair.publicKey)), kid: id, use: "sig", alg: algorithm } };
}
