import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createOutgoingFetch } from "./outgoing-fetch";
import { createScimTargetClient, type ScimTargetClientOptions } from "./scim-target-client";
import { createTargetAccessTokens } from "./target-access-tokens";
import { answerJson, type ReceivedRequest, startTargetServer, type TargetServer } from "./testing/target-server";

let server: TargetServer;
const fetch = createOutgoingFetch({ allow: ["127.0.0.1/32"] });
/** The clock of the client. */
let clock = 0;
const now = () => clock;

beforeAll(async () => {
  server = await startTargetServer();
});
afterAll(() => server.close());
beforeEach(() => {
  clock = Date.now();
});

function createClient(options: Partial<ScimTargetClientOptions> & { readonly tokenUrl?: string } = {}) {
  const { tokenUrl = `${server.origin}/token`, ...others } = options;
  const secret = { clientId: "id:1", clientSecret: "s3cret&more" };
  return createScimTargetClient({
    target: { baseUrl: `${server.origin}/scim/v2` },
    credential: { kind: "oauth", tokenUrl, scope: "scim.write users", ...secret },
    fetch,
    now,
    ...others,
  });
}

type TokenAnswer = { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> };

/** Answers as a token endpoint that numbers its tokens, and as a target that takes those of `accepted`. */
function play(options: {
  readonly accepted?: (token: string) => boolean;
  readonly token?: (request: ReceivedRequest, issued: number) => TokenAnswer;
}) {
  let issued = 0;
  const {
    accepted = () => true,
    token = (_, count): TokenAnswer => ({
      status: 200,
      body: { access_token: `t${count}-abcdef`, token_type: "Bearer", expires_in: 3600 },
    }),
  } = options;
  server.answer((request, response) => {
    if (request.url === "/token") {
      issued += 1;
      const { status, body, headers } = token(request, issued);
      return answerJson(response, status, body, headers);
    }
    const sent = request.headers.authorization?.replace("Bearer ", "") ?? "";
    return accepted(sent) ? answerJson(response, 200, { id: "1" }) : answerJson(response, 401, { detail: "Who?" });
  });
}

const get = { method: "GET", path: "/Users" } as const;
const listPaths = () => server.requests.map(({ url }) => url);

describe("an access token", () => {
  test("is asked for with the client's credentials, and used until shortly before it ends", async () => {
    play({});
    const client = createClient();
    expect(await client.send(get)).toMatchObject({ status: 200 });
    expect(await client.send(get)).toMatchObject({ status: 200 });
    expect(listPaths()).toEqual(["/token", "/scim/v2/Users", "/scim/v2/Users"]);
    expect(client.countRequests()).toBe(3);
    const [asked, used] = server.requests;
    expect(asked?.method).toBe("POST");
    expect(asked?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      grant_type: "client_credentials",
      scope: "scim.write users",
    });
    const basic = Buffer.from(asked?.headers.authorization?.replace("Basic ", "") ?? "", "base64").toString();
    expect(basic).toBe("id%3A1:s3cret%26more");
    expect(used?.headers.authorization).toBe("Bearer t1-abcdef");

    clock += 3_569_000;
    await client.send(get);
    expect(listPaths().filter((path) => path === "/token")).toHaveLength(1);
    clock += 2_000;
    await client.send(get);
    expect(server.requests.at(-1)?.headers.authorization).toBe("Bearer t2-abcdef");
  });

  test("is asked for once by all who need it at once, and by clients that share it", async () => {
    play({});
    const accessTokens = createTargetAccessTokens(fetch, now);
    const clients = [createClient({ accessTokens }), createClient({ accessTokens })];
    await Promise.all(clients.flatMap((client) => [client.send(get), client.send(get)]));
    expect(listPaths().filter((path) => path === "/token")).toHaveLength(1);
  });

  test("that the target does not take is got anew, and the request repeated once", async () => {
    play({ accepted: (token) => token === "t2-abcdef" });
    const client = createClient();
    expect(await client.send({ method: "POST", path: "/Users", body: { userName: "a" } })).toMatchObject({
      status: 200,
    });
    expect(listPaths()).toEqual(["/token", "/scim/v2/Users", "/token", "/scim/v2/Users"]);
    expect(server.requests[3]?.body).toBe('{"userName":"a"}');
  });

  test("that the target never takes ends in its 401", async () => {
    play({ accepted: () => false });
    const client = createClient();
    expect(await client.send(get)).toMatchObject({ kind: "answered", status: 401, detail: "Who?" });
    expect(listPaths()).toEqual(["/token", "/scim/v2/Users", "/token", "/scim/v2/Users"]);
  });

  test("is asked for with the secret in the body where the header is not taken", async () => {
    play({
      token: (request) =>
        request.headers.authorization === undefined
          ? { status: 200, body: { access_token: "posted-abcdef", expires_in: "3600" } }
          : { status: 401, body: { error: "invalid_client" } },
    });
    expect(await createClient().send(get)).toMatchObject({ status: 200 });
    expect(Object.fromEntries(new URLSearchParams(server.requests[1]?.body))).toMatchObject({
      client_id: "id:1",
      client_secret: "s3cret&more",
    });
  });
});

describe("a token endpoint that gives none", () => {
  test("since it refuses: an answer of 401 that says so", async () => {
    const body = { error: "invalid_client", error_description: "No client with s3cret&more" };
    play({ token: () => ({ status: 401, body }) });
    const answer = await createClient().send(get);
    expect(answer).toMatchObject({ kind: "answered", status: 401, exchange: { method: "GET", path: "/Users" } });
    expect(answer).toMatchObject({ detail: expect.stringMatching(/gave no access token.*invalid_client/) });
    expect(JSON.stringify(answer)).not.toContain("s3cret");
    expect(listPaths()).toEqual(["/token", "/token"]);
  });

  test("since its scope is wrong: asked once only", async () => {
    play({ token: () => ({ status: 400, body: { error: "invalid_scope" } }) });
    expect(await createClient().send(get)).toMatchObject({
      status: 401,
      detail: expect.stringContaining("invalid_scope"),
    });
    expect(listPaths()).toEqual(["/token"]);
  });

  test("since it is no token endpoint", async () => {
    play({ token: () => ({ status: 200, body: { hello: "world" } }) });
    expect(await createClient().send(get)).toMatchObject({ status: 401, detail: expect.stringContaining("token URL") });
  });

  test("since it is busy: the answer asks to wait", async () => {
    play({ token: () => ({ status: 429, body: {}, headers: { "retry-after": "9" } }) });
    expect(await createClient().send(get)).toMatchObject({ kind: "answered", status: 429, retryAfterMs: 9_000 });
  });

  test("since it is broken or away: nothing was sent, and the next request asks again", async () => {
    play({
      token: (_, issued) =>
        issued === 1 ? { status: 503, body: {} } : { status: 200, body: { access_token: "late-abcdef" } },
    });
    const client = createClient();
    expect(await client.send(get)).toMatchObject({ kind: "unsent", detail: expect.stringContaining("503") });
    expect(await client.send(get)).toMatchObject({ status: 200 });
    expect(await createClient({ tokenUrl: "http://127.0.0.1:1/token" }).send(get)).toMatchObject({ kind: "unsent" });
  });

  test("since its address is not allowed", async () => {
    const answer = await createClient({ tokenUrl: "https://169.254.169.254/token" }).send(get);
    expect(answer).toMatchObject({ kind: "refused", detail: expect.stringContaining("ROSTER_TARGET_ALLOW") });
  });
});
