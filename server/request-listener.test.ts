import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRequestListener } from "./request-listener";

let server: Server;
let url: string;

beforeAll(async () => {
  const answerWith = (who: string) => async () => new Response(who);
  server = createServer(
    createRequestListener({
      scim: answerWith("scim"),
      token: answerWith("token"),
      pages: Promise.resolve(async (_, response) => {
        response.end("page");
      }),
    }),
  ).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
});
afterAll(async () => {
  server.close();
  await once(server, "close");
});

describe("who answers", () => {
  test.each([
    ["/scim/v2/Users", "scim"],
    ["/scim", "scim"],
    ["/oauth/token", "token"],
    // Where a base URL lacks a piece, identity providers are told so in SCIM's form, and their owners see it in the log.
    ["/Users", "scim"],
    ["/Users?startIndex=1&count=2", "scim"],
    ["/Groups/1", "scim"],
    ["/v2/Users", "scim"],
    ["/v2", "scim"],
    ["/ServiceProviderConfig", "scim"],
    ["/", "page"],
    ["/people", "page"],
    ["/groups", "page"],
    ["/groups/1", "page"],
    ["/scim-clients", "page"],
    ["/UsersOfOld", "page"],
    ["/v23", "page"],
    ["/api/health", "page"],
  ])("%s: %s", async (path, who) => {
    expect(await (await fetch(`${url}${path}`)).text()).toBe(who);
  });
});
