import { describe, expect, it, vi } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { htmlNotFound, scimError, tryLater } from "./answer";
import { holdTarget, patch, user } from "./hold-target";

const { start, call, create } = holdTarget();

describe("faults: which requests they are for", () => {
  it("the next ones of a method and path, and no other", async () => {
    const target = await start();
    target.script({ when: { method: "POST", path: "/Users" }, times: 2, instead: scimError(503) });
    expect((await call("GET", "/Users")).status).toBe(200);
    const statuses = [];
    for (const name of ["a", "b", "c"]) statuses.push((await call("POST", "/Users", user(name))).status);
    expect(statuses).toEqual([503, 503, 201]);
    expect(target.faults()).toEqual([]);
    expect(target.requests.map(({ carriedOut }) => carriedOut)).toEqual([true, false, false, true]);
  });

  it("several that answer wait in a row; those that only lie work at once", async () => {
    const target = await start();
    target.script({ times: 1, instead: scimError(500) }, { times: 1, instead: scimError(501) });
    target.script(
      { behave: { members: "hidden" } },
      { change: ({ status, ...rest }) => ({ ...rest, status: status + 5 }) },
    );
    expect((await call("GET", "/Users")).status).toBe(505);
    expect((await call("GET", "/Users")).status).toBe(506);
    expect((await call("GET", "/Users")).status).toBe(205);
  });

  it("a pattern, a segment, a predicate, after some that pass, until taken back", async () => {
    const target = await start();
    const id = await create("/Users", user("ada"));
    const takeBack = target.script({ when: { path: "/Users/*" }, skip: 1, instead: scimError(418) });
    expect((await call("GET", `/Users/${id}`)).status).toBe(200);
    expect((await call("GET", `/Users/${id}?attributes=userName`)).status).toBe(418);
    expect((await call("GET", "/Users")).status).toBe(200);
    takeBack();
    expect((await call("GET", `/Users/${id}`)).status).toBe(200);
    target.script({
      when: { matches: ({ body }) => JSON.stringify(body ?? null).includes("poison") },
      instead: scimError(400),
    });
    target.script({ when: { path: /^\/Gr/ }, instead: scimError(403) });
    expect((await call("POST", "/Users", user("poison"))).status).toBe(400);
    expect((await call("POST", "/Users", user("bo"))).status).toBe(201);
    expect((await call("GET", "/Groups")).status).toBe(403);
    target.clearFaults();
    expect((await call("GET", "/Groups")).status).toBe(200);
  });
});

describe("faults: what they do", () => {
  it("drops the line before it does anything", async () => {
    const target = await start();
    target.script({ times: 1, drop: "before" });
    await expect(call("POST", "/Users", user("ada"))).rejects.toThrow("fetch failed");
    expect(target.resources.users.size).toBe(0);
    expect(target.requests).toMatchObject([{ dropped: "before", carriedOut: false }]);
    expect(target.requests[0]).not.toHaveProperty("status");
  });

  it("drops the line when it has done it", async () => {
    const target = await start();
    target.script({ times: 1, drop: "after" });
    await expect(call("POST", "/Users", user("ada"))).rejects.toThrow("fetch failed");
    expect(target.snapshot().users).toMatchObject([{ userName: "ada" }]);
    expect(target.requests).toMatchObject([{ dropped: "after", carriedOut: true }]);
    expect((await call("POST", "/Users", user("ada"))).status).toBe(409);
  });

  it("drops the line midway through the answer", async () => {
    const target = await start();
    target.script({ times: 1, drop: "midway" });
    await expect(call("POST", "/Users", user("ada"))).rejects.toThrow("terminated");
    expect(target.resources.users.size).toBe(1);
  });

  it("answers anything with any header", async () => {
    const target = await start();
    const date = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 3_000);
    const faults = [
      tryLater(7),
      tryLater(date, 503),
      htmlNotFound(),
      { status: 200, body: "{" },
      { status: 302, headers: { location: "/x" } },
    ];
    target.script(...faults.map((instead) => ({ times: 1, instead })));
    const seconds = await call("GET", "/Users");
    expect([seconds.status, seconds.headers.get("retry-after")]).toEqual([429, "7"]);
    const dated = await call("GET", "/Users");
    expect([dated.status, Date.parse(dated.headers.get("retry-after") ?? "")]).toEqual([503, date.getTime()]);
    const html = await call("GET", "/Users");
    expect([html.status, html.headers.get("content-type")]).toEqual([404, "text/html"]);
    expect((await call("GET", "/Users")).body).toBe("{");
  });

  it("is slow before it does it, or before it says so", async () => {
    const target = await start();
    target.script({ when: { method: "POST" }, times: 1, delayMs: 150 });
    target.script({ when: { method: "POST" }, skip: 1, times: 1, delayAnswerMs: 150 });
    const began = Date.now();
    const slow = call("POST", "/Users", user("ada"));
    await vi.waitFor(() => expect(target.requests).toHaveLength(1));
    expect(target.resources.users.size).toBe(0);
    await slow;
    expect(Date.now() - began).toBeGreaterThanOrEqual(149);
    const late = call("POST", "/Users", user("bo"));
    await vi.waitFor(() => expect(target.resources.users.size).toBe(2));
    expect(target.requests[1]).not.toHaveProperty("status");
    await late;
  });

  it("takes so many requests a second, and those who wait as told", async () => {
    const target = await start({ requestsPerSecond: 3 });
    const statuses = [];
    for (let number = 0; number < 5; number += 1) statuses.push((await call("GET", "/Users")).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    await vi.waitFor(async () => expect((await call("GET", "/Users")).status).toBe(200), { timeout: 3_000 });
    expect(target.requestsOf("GET", "/Users").length).toBeGreaterThan(5);
  });

  it("tells the test before and after", async () => {
    const target = await start();
    const seen: unknown[] = [];
    target.script({
      when: { method: "POST" },
      before: () => seen.push(target.resources.users.size),
      after: async () => seen.push(target.resources.users.size),
    });
    await call("POST", "/Users", user("ada"));
    expect(seen).toEqual([0, 1]);
  });

  it("closes while it is slow, and goes down and comes up with what it held", async () => {
    const target = await start({ faults: [{ when: { path: "/Groups" }, delayMs: 60_000 }] });
    await create("/Users", user("ada"));
    await target.goDown();
    await expect(call("GET", "/Users")).rejects.toThrow("fetch failed");
    await target.comeUp();
    expect((await call("GET", "/Users")).body).toMatchObject({ totalResults: 1 });
    const hanging = call("GET", "/Groups").catch(() => "cut");
    await vi.waitFor(() => expect(target.requests).toHaveLength(3));
    target.script({ when: { method: "POST" }, delayMs: 100 });
    const late = call("POST", "/Users", user("bo")).catch(() => "cut");
    await vi.waitFor(() => expect(target.requests).toHaveLength(4));
    await target.close();
    expect([await hanging, await late]).toEqual(["cut", "cut"]);
    await new Promise((resolve) => setTimeout(resolve, 150));
    // What was still waiting is not carried out.
    expect(target.resources.users.size).toBe(1);
  });
});

describe("credentials", () => {
  const login = (text: string) => ({ authorization: text });
  const basic = (id: string, secret: string) => login(`Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`);

  it("401 until the token is the right one", async () => {
    const target = await start({ token: "old" });
    expect((await call("GET", "/Users")).status).toBe(200);
    target.changeToken("new");
    const refused = await call("GET", "/Users", undefined, login("Bearer old"));
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([
      401,
      'Bearer realm="fake", error="invalid_token"',
    ]);
    expect((await call("GET", "/Users")).status).toBe(200);
    expect((await call("POST", "/Users", user("ada"), login(""))).status).toBe(401);
    expect(target.resources.users.size).toBe(0);
  });

  it("takes a name and a password", async () => {
    const target = await start({ credentials: ["basic"] });
    const { userName, password } = target.basic;
    expect((await call("GET", "/Users", undefined, basic(userName, password))).status).toBe(200);
    expect((await call("GET", "/Users", undefined, basic(userName, "other"))).status).toBe(401);
    expect((await call("GET", "/Users")).status).toBe(401);
  });

  it("issues OAuth tokens that end", async () => {
    const target = await start({ credentials: ["oauth"], oauthTokenSeconds: 0.2 });
    const { tokenUrl, clientId, clientSecret } = target.oauth;
    const ask = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
      const response = await fetch(tokenUrl, { method: "POST", headers, body: new URLSearchParams(form) });
      return { status: response.status, body: (await response.json()) as JsonObject };
    };
    const grant = { grant_type: "client_credentials" };
    const encoded = basic(encodeURIComponent(clientId), encodeURIComponent(clientSecret));
    const { body } = await ask({ ...grant, scope: "scim" }, encoded);
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 0.2 });
    const use = () => call("GET", "/Users", undefined, login(`Bearer ${String(body.access_token)}`));
    expect((await use()).status).toBe(200);
    await vi.waitFor(async () => expect((await use()).status).toBe(401));

    expect((await ask({ ...grant, client_id: clientId, client_secret: clientSecret })).status).toBe(200);
    expect((await ask({ ...grant, client_id: clientId, client_secret: "x" })).status).toBe(401);
    expect((await ask({ grant_type: "password" }, encoded)).body).toEqual({ error: "unsupported_grant_type" });
    expect([target.oauth.countIssued(), target.oauth.scopes]).toEqual([2, ["scim", undefined]]);
    target.behave({ oauthClientAuthentication: "basic", oauthTokenSeconds: 60, oauthSaysExpiry: false });
    expect((await ask({ ...grant, client_id: clientId, client_secret: clientSecret })).status).toBe(401);
    const { body: silent } = await ask(grant, encoded);
    expect(silent).not.toHaveProperty("expires_in");
    const bearer = login(`Bearer ${String(silent.access_token)}`);
    expect((await call("GET", "/Users", undefined, bearer)).status).toBe(200);
    target.oauth.revokeTokens();
    expect((await call("GET", "/Users", undefined, bearer)).status).toBe(401);
    target.script({ when: { path: "/oauth/token" }, instead: { status: 500, body: {} } });
    expect((await ask(grant, encoded)).status).toBe(500);
  });
});

describe("a fault and a lie together", () => {
  it("happen together", async () => {
    const target = await start();
    const id = await create("/Users", user("ada"));
    target.script({ times: 1, behave: { ignores: ["PATCH"] }, drop: "after" });
    const change = patch({ op: "replace", path: "title", value: "Dr" });
    await expect(call("PATCH", `/Users/${id}`, change)).rejects.toThrow();
    expect(target.resources.users.get(id)).not.toHaveProperty("title");
    expect((await call("PATCH", `/Users/${id}`, change)).body).toMatchObject({ title: "Dr" });
  });
});
