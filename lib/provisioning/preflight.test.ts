import { expect, test } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { preflight } from "./preflight";
import type { TargetAnswer, TargetClient, TargetRequest } from "./target-client";
import { resolveTargetOptions } from "./target-options";

const target = {
  baseUrl: "https://a.example/scim/v2",
  preset: "generic",
  options: resolveTargetOptions("generic", {}),
} as const;

/** A client that answers from a table, and with 404 else. */
function createStub(answers: Readonly<Record<string, JsonObject | TargetAnswer["kind"]>>) {
  const requests: TargetRequest[] = [];
  const client: TargetClient = {
    async send(request) {
      requests.push(request);
      const exchange = { method: request.method, path: request.path, durationMs: 1, at: new Date(0) };
      const found = answers[request.path];
      if (found === "unsent" || found === "silent" || found === "refused") {
        return { exchange, kind: found, detail: "a.example could not be reached." };
      }
      if (typeof found === "object") return { exchange, kind: "answered", status: 200, isScim: true, body: found };
      return { exchange, kind: "answered", status: 404, isScim: false };
    },
    countRequests: () => requests.length,
  };
  return { client, requests };
}

const noPeople = { totalResults: 0, Resources: [] };

test("reads and writes nothing, and sends the trace with each request", async () => {
  const { client, requests } = createStub({ "/Users?count=1": noPeople });
  const { ok, says } = await preflight(client, target, {}, "trace-1");
  expect(ok).toBe(true);
  expect(says).toContain("Changes are sent as PATCH.");
  expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /ServiceProviderConfig",
    "GET /ResourceTypes",
    "GET /Schemas",
    "GET /Users?count=1",
  ]);
  expect(requests.every(({ traceId }) => traceId === "trace-1")).toBe(true);
});

test("documents that come in pages are read to their end", async () => {
  const page = (...Resources: JsonObject[]) => ({ totalResults: 2, Resources });
  const { client } = createStub({
    "/ResourceTypes": page({ endpoint: "/Users" }),
    "/ResourceTypes?startIndex=2": page({ endpoint: "/Groups" }),
    "/Users?count=1": noPeople,
  });
  const { capabilities } = await preflight(client, target, {});
  expect(capabilities).toMatchObject({ users: { value: true }, groups: { value: true } });
});

test("a page that comes again and again ends", async () => {
  const again = { totalResults: 50, Resources: [{ endpoint: "/Users" }] };
  const { client, requests } = createStub({
    "/ResourceTypes": again,
    "/ResourceTypes?startIndex=2": again,
    "/Users?count=1": noPeople,
  });
  expect((await preflight(client, target, {})).ok).toBe(true);
  expect(requests.filter(({ path }) => path.startsWith("/ResourceTypes"))).toHaveLength(2);
});

test("where there are groups alone, these prove the credential, and that no people are there is told", async () => {
  const { client, requests } = createStub({
    "/ResourceTypes": { Resources: [{ endpoint: "/Groups" }] },
    "/Groups?count=1": { totalResults: 1234, Resources: [{}] },
  });
  const { ok, findings } = await preflight(client, target, {});
  expect(requests.at(-1)?.path).toBe("/Groups?count=1");
  expect(findings[0]?.sentence).toContain("1,234 groups");
  expect(findings).toContainEqual(expect.objectContaining({ tone: "danger", subject: "users" }));
  expect(ok).toBe(false);
});

test("where the configuration is at another place, or nowhere, that is asked for", async () => {
  for (const configuration of ["ServiceProviderConfigs", "none"] as const) {
    const { client, requests } = createStub({ "/Users?count=1": noPeople });
    await preflight(client, { ...target, options: { ...target.options, configuration } }, {});
    const asked = requests.map(({ path }) => path).filter((path) => path.startsWith("/Service"));
    expect(asked).toEqual(configuration === "none" ? [] : ["/ServiceProviderConfigs"]);
  }
});

test.each(["unsent", "silent", "refused"] as const)("nobody there (%s) is not asked again", async (kind) => {
  const { client, requests } = createStub({ "/ServiceProviderConfig": kind });
  const { ok, findings } = await preflight(client, target, {});
  expect(ok).toBe(false);
  expect(findings).toEqual([expect.objectContaining({ tone: "danger", sentence: "a.example could not be reached." })]);
  expect(requests).toHaveLength(1);
});

test("an answer that is no list is another interface", async () => {
  const { client } = createStub({ "/Users?count=1": { hello: "world" } });
  const { ok, findings } = await preflight(client, target, {});
  expect(ok).toBe(false);
  expect(findings).toContainEqual(
    expect.objectContaining({ tone: "danger", sentence: "What /Users answered is no list." }),
  );
});
