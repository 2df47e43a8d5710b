import { createRequestLog } from "@/lib/db/request-log-writer";
import { createFailedAuthentications } from "../failed-authentications";
import { createIssuerKeys } from "../issuer-keys";
import { createOutgoingFetch } from "../outgoing-fetch";
import { createTokenEndpoint } from "../token-endpoint";
import { createEndpointFixture, type EndpointFixture, type TestAnswer } from "./endpoint-fixture";

const tokenUrl = "http://localhost:3000/oauth/token";

/** What is sent to the token endpoint. */
export type TestTokenRequest = {
  readonly method?: string;
  /** Parameters of the body; undefined ones are left out. */
  readonly form?: Readonly<Record<string, string | undefined>>;
  /** The body as it goes over the wire. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** With its question mark. */
  readonly search?: string;
  readonly remoteAddress?: string;
};

export type TokenFixture = EndpointFixture & {
  ask(request: TestTokenRequest): Promise<TestAnswer>;
};

/** The SCIM endpoint and the token endpoint on one database of their own. Issuers on loopback may be called. */
export async function createTokenFixture(allow: readonly string[] = ["127.0.0.0/8"]): Promise<TokenFixture> {
  const fixture = await createEndpointFixture();
  const requestLog = createRequestLog(fixture.database);
  const endpoint = createTokenEndpoint({
    database: fixture.database,
    clients: fixture.clients,
    issuerKeys: createIssuerKeys(createOutgoingFetch({ allow })),
    requestLog,
    failedAuthentications: createFailedAuthentications(),
    rosterUrl: "http://localhost:3000",
    trustedProxyHops: 0,
    secret: "a secret of a test installation, 43 letters",
  });

  return {
    ...fixture,
    async ask({ method = "POST", form = {}, text, headers = {}, search = "", remoteAddress = "192.0.2.1" }) {
      const given = Object.entries(form).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
      const body = method === "GET" || method === "HEAD" ? {} : { body: text ?? new URLSearchParams(given).toString() };
      const request = new Request(`${tokenUrl}${search}`, {
        method,
        headers: {
          host: "localhost:3000",
          "user-agent": "test",
          "content-type": "application/x-www-form-urlencoded",
          ...headers,
        },
        ...body,
      });
      const response = await endpoint(request, { remoteAddress });
      const answered = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        text: answered,
        body: answered === "" ? {} : JSON.parse(answered),
      };
    },
    async readLogRow(answer) {
      await requestLog.flush();
      return await fixture.readLogRow(answer);
    },
    async close() {
      await requestLog.close();
      await fixture.close();
    },
  };
}
