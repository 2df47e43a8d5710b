import { insertAccessToken } from "@/lib/db/access-tokens";
import { type ClientDirectory, createClientDirectory } from "@/lib/db/client-directory";
import { createDirectoryStore } from "@/lib/db/directory-store";
import { insertOrganization } from "@/lib/db/organizations";
import { createDatabase, type Database } from "@/lib/db/pool";
import type { RequestLogEntry } from "@/lib/db/request-log-insert";
import { createRequestLog } from "@/lib/db/request-log-writer";
import { insertScimClient, type ScimClientSettings } from "@/lib/db/scim-clients";
import { createTestDatabase } from "@/lib/db/testing/test-database";
import { testKeys } from "@/lib/db/testing/test-target";
import { createTokenUsage } from "@/lib/db/token-usage";
import type { ClientOptionOverrides } from "@/lib/directory/client-option-overrides";
import type { Preset } from "@/lib/directory/client-options";
import type { Scope } from "@/lib/directory/scope";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { createAccessToken, hashToken } from "@/lib/secrets";
import { formatBaseUrl } from "../base-url";
import { createFailedAuthentications } from "../failed-authentications";
import { createScimEndpoint } from "../scim-endpoint";

const rosterUrl = "http://localhost:3000";
export const baseUrl = formatBaseUrl(rosterUrl);

export type TestClient = { readonly id: string; readonly organizationId: string; readonly token: string };

/** What is sent. `token` is that of a client unless it is told otherwise; null sends none. */
export type TestRequest = {
  readonly token?: string | null;
  readonly body?: JsonValue;
  /** The body as it goes over the wire. */
  readonly text?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
};

export type TestAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; an empty object where there is none. */
  readonly body: JsonObject;
};

export type EndpointFixture = {
  readonly database: Database;
  readonly clients: ClientDirectory;
  addOrganization(subdomain: string): Promise<string>;
  addClient(
    organizationId: string,
    preset?: Preset,
    overrides?: ClientOptionOverrides,
    access?: Partial<Pick<ScimClientSettings, "scopes" | "allowedAddresses">>,
  ): Promise<TestClient>;
  /** @param scopes all that the client has, unless it is told otherwise */
  addToken(scimClientId: string, token?: string, expiresAt?: Date, scopes?: readonly Scope[]): Promise<string>;
  /** Sends a request as a mount would. @param path below the base URL, or a whole path beginning with /scim */
  send(client: TestClient, method: string, path: string, request?: TestRequest): Promise<TestAnswer>;
  /** The row of the request log that an answer has; written by now. */
  readLogRow(answer: TestAnswer): Promise<RequestLogEntry>;
  close(): Promise<void>;
};

/** The whole endpoint on a database of its own. */
export async function createEndpointFixture(): Promise<EndpointFixture> {
  const testDatabase = await createTestDatabase();
  const database = createDatabase(testDatabase.url);
  const clients = createClientDirectory(database);
  const requestLog = createRequestLog(database);
  const tokenUsage = createTokenUsage(database);
  const store = createDirectoryStore(database, baseUrl, testKeys);
  const endpoint = createScimEndpoint({
    store,
    clients,
    requestLog,
    tokenUsage,
    failedAuthentications: createFailedAuthentications(),
    rosterUrl,
    trustedProxyHops: 1,
    secret: "a secret of a test installation, 43 letters",
  });
  let clientCount = 0;

  async function addToken(
    scimClientId: string,
    token = createAccessToken(),
    expiresAt?: Date,
    scopes?: readonly Scope[],
  ): Promise<string> {
    await insertAccessToken(database.prisma, {
      scimClientId,
      hash: new Uint8Array(hashToken(token)),
      prefix: "roster_scim_",
      lastFour: token.slice(-4),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(scopes === undefined ? {} : { scopes }),
    });
    return token;
  }

  return {
    database,
    clients,
    addToken,
    async addOrganization(subdomain) {
      const organization = await insertOrganization(database.prisma, { subdomain, name: subdomain });
      if (organization === undefined) throw new Error(`There is an organization ${subdomain} already.`);
      return organization.id;
    },
    async addClient(organizationId, preset = "generic", overrides = {}, access = {}) {
      clientCount += 1;
      const name = `${preset} ${clientCount}`;
      const client = await insertScimClient(database.prisma, { organizationId, name, preset, overrides, ...access });
      if (client === undefined) throw new Error(`There is a SCIM client ${name} already.`);
      return { id: client.id, organizationId, token: await addToken(client.id) };
    },
    async send(client, method, path, { token = client.token, body, text, headers = {} } = {}) {
      const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
      const request = new Request(path.startsWith("/scim") ? `${rosterUrl}${path}` : `${baseUrl}${path}`, {
        method,
        headers: {
          host: "localhost:3000",
          "user-agent": "test",
          "x-forwarded-for": "192.0.2.1",
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(sent === undefined ? {} : { "content-type": "application/scim+json" }),
          ...headers,
        },
        ...(sent === undefined ? {} : { body: typeof sent === "string" ? sent : Buffer.from(sent) }),
      });
      const response = await endpoint(request, { remoteAddress: "10.0.0.1" });
      const answered = await response.text();
      const { status } = response;
      return { status, headers: response.headers, text: answered, body: answered === "" ? {} : JSON.parse(answered) };
    },
    async readLogRow(answer) {
      await requestLog.flush();
      const { rows } = await database.pool.query<RequestLogEntry>(
        `SELECT id, organization_id AS "organizationId", scim_client_id AS "scimClientId", at, duration_ms AS "durationMs",
           method, path, operation, resource_type AS "resourceType", resource_id AS "resourceId", status,
           scim_type AS "scimType", detail, leniencies, remote_address AS "remoteAddress", user_agent AS "userAgent",
           request_body AS "requestBody", response_body AS "responseBody"
         FROM request_log WHERE id = $1`,
        [answer.headers.get("x-request-id")],
      );
      if (rows[0] === undefined) throw new Error("The request was not logged.");
      return rows[0];
    },
    async close() {
      await Promise.all([requestLog.close(), tokenUsage.close(), clients.close()]);
      await database.close();
      await testDatabase.drop();
    },
  };
}
