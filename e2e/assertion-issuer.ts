import { createSign, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";

/** An issuer of signed assertions on loopback, as Microsoft Entra ID is one: OpenID configuration, keys, and what it signs. */
export type AssertionIssuer = {
  /** The issuer's name and address. */
  readonly issuer: string;
  /** Signs claims; the issuer, and times around now, are among them. */
  sign(claims: Readonly<Record<string, string>>): string;
  stop(): Promise<void>;
};

const lifetimeSeconds = 600;

/** Starts an issuer with a key of its own. Servers of the end-to-end suites may call it. */
export async function startAssertionIssuer(): Promise<AssertionIssuer> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = { ...publicKey.export({ format: "jwk" }), kid: "first", use: "sig", alg: "RS256" };
  const documents = new Map<string, () => object>([
    ["/.well-known/openid-configuration", () => ({ issuer, jwks_uri: `${issuer}/keys` })],
    ["/keys", () => ({ keys: [key] })],
  ]);
  const server = createServer((request, response) => {
    const document = documents.get(request.url ?? "");
    response.writeHead(document === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(document?.() ?? {}));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has no port.");
  const issuer = `http://127.0.0.1:${address.port}`;

  return {
    issuer,
    sign(claims) {
      const now = Math.floor(Date.now() / 1000);
      const parts = [
        { alg: "RS256", typ: "JWT", kid: key.kid },
        { iss: issuer, iat: now, nbf: now, exp: now + lifetimeSeconds, ...claims },
      ];
      const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
      return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey, "base64url")}`;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
