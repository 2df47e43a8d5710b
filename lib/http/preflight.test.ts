import { afterEach, describe, expect, test } from "vitest";
import { preflight } from "@/lib/provisioning/preflight";
import type { TargetCredential } from "@/lib/provisioning/target";
import { resolveTargetOptions, type TargetOptions, type TargetPreset } from "@/lib/provisioning/target-options";
import { createOutgoingFetch } from "./outgoing-fetch";
import { createScimTargetClient } from "./scim-target-client";
import { type FakeTarget, type FakeTargetOptions, startFakeTarget } from "./testing/fake-target";
import { testAuthority, testServerCertificate, testServerKey } from "./testing/test-certificate";

let fake: FakeTarget | undefined;
afterEach(() => fake?.close());

type Asked = {
  readonly baseUrl?: string;
  readonly credential?: TargetCredential;
  readonly preset?: TargetPreset;
  readonly options?: Partial<TargetOptions>;
  readonly caCertificate?: string;
};

async function start(options: FakeTargetOptions = {}): Promise<FakeTarget> {
  fake = await startFakeTarget(options);
  return fake;
}

function ask({ url, token }: FakeTarget, asked: Asked = {}) {
  const {
    baseUrl = url,
    credential = { kind: "bearer", token },
    preset = "generic",
    options = {},
    caCertificate,
  } = asked;
  const client = createScimTargetClient({
    target: { baseUrl, ...(caCertificate === undefined ? {} : { caCertificate }) },
    credential,
    fetch: createOutgoingFetch({ allow: ["127.0.0.1/32", "::1/128"] }),
  });
  return preflight(client, { baseUrl, preset, options: resolveTargetOptions(preset, options) }, {}, "trace-1");
}

test("a target that can do everything", async () => {
  const target = await start();
  const { capabilities, findings, says, ok } = await ask(target);
  expect(ok).toBe(true);
  expect(findings).toEqual([
    { tone: "good", subject: "people", sentence: "The target was reached, and took the credential. It has 0 people." },
  ]);
  expect(says).toEqual([
    "Changes are sent as PATCH.",
    "Where there are many changes, up to 1000 are sent in one request to /Bulk.",
    "Who is at the target already is found by a filter, linked and brought up to date, so that nobody is there twice.",
    "A change holds only for the version that Roster has seen (If-Match).",
    "A person who leaves is set to inactive there.",
  ]);
  expect(capabilities).toMatchObject({ users: { value: true }, groups: { value: true }, unsupported: [] });
  expect(target.writes()).toEqual([]);
  expect(target.requests.map(({ path }) => path)).toEqual([
    "/ServiceProviderConfig",
    "/ResourceTypes",
    "/Schemas",
    "/Users?count=1",
  ]);
});

test("a target that can do little", async () => {
  const target = await start({
    patch: false,
    bulk: false,
    filter: "refused",
    etag: false,
    changePassword: false,
    groups: false,
  });
  const { findings, says, ok } = await ask(target, {
    options: { syncPassword: true, deprovision: "deactivateThenDelete" },
  });
  expect(ok).toBe(true);
  expect(findings.map(({ tone, subject }) => [tone, subject])).toEqual([
    ["good", "people"],
    ["warning", "groups"],
    ["warning", "changePassword"],
  ]);
  expect(says).toEqual([
    "Changes are sent as PUT of the whole resource.",
    "Each change is a request of its own.",
    "Roster cannot look people up by a filter: it finds those who are there by reading the list to its end.",
    "Groups are left out, since the target has none.",
    "Passwords are not passed on, since the target does not take changes of them.",
    "A person who leaves is set to inactive there, and deleted after 30 days.",
  ]);
});

describe("documents that are otherwise", () => {
  test("a bare array of resource types, and pages of schemas", async () => {
    const target = await start({
      resourceTypes: (truthful) => ({ ...truthful, Resources: [] }),
    });
    expect((await ask(target)).capabilities).toMatchObject({ users: { value: true }, groups: { value: true } });
    target.behave({ resourceTypes: { status: 200, body: [{ name: "User", endpoint: "/Users" }] } });
    expect((await ask(target)).capabilities).toMatchObject({ users: { value: true }, groups: { value: false } });
  });

  test("a total that is too high ends the reading", async () => {
    const target = await start({ schemas: (truthful) => ({ ...truthful, totalResults: 1000 }) });
    expect((await ask(target)).ok).toBe(true);
    expect(target.requestsOf("GET", "/Schemas")).toHaveLength(2);
  });

  test("no documents at all, as the preset zulip has it", async () => {
    const missing = { status: 501 };
    const target = await start({ resourceTypes: missing, schemas: missing });
    const { capabilities, says, ok } = await ask(target, { preset: "zulip" });
    expect(ok).toBe(true);
    expect(target.requestsOf("GET", "/ServiceProviderConfig")).toEqual([]);
    expect(capabilities).toMatchObject({ patch: { value: true }, putUsers: { value: true }, filter: { value: true } });
    expect(says[0]).toBe("People are changed by PUT, groups by PATCH.");
  });
});

describe("what is wrong", () => {
  test("a token that is refused, told once", async () => {
    const { findings, ok, says } = await ask(await start(), { credential: { kind: "bearer", token: "another" } });
    expect({ ok, says }).toEqual({ ok: false, says: [] });
    expect(findings).toEqual([
      expect.objectContaining({
        tone: "danger",
        sentence: expect.stringContaining("The credential was refused (401)."),
      }),
    ]);
  });

  test("credentials that are taken: a password, and OAuth", async () => {
    const target = await start();
    const { userName, password } = target.basic;
    expect((await ask(target, { credential: { kind: "basic", userName, password } })).ok).toBe(true);
    const { clientId, clientSecret, tokenUrl } = target.oauth;
    for (const way of ["basic", "body"] as const) {
      target.behave({ oauthClientAuthentication: way });
      const credential = { kind: "oauth", clientId, clientSecret, tokenUrl } as const;
      expect((await ask(target, { credential })).ok, way).toBe(true);
    }
  });

  test("a base URL that leads elsewhere", async () => {
    const target = await start({ unrouted: "html" });
    const { findings } = await ask(target, { baseUrl: target.url.replace(/\/scim.*/, "") });
    expect(findings).toEqual([
      expect.objectContaining({ tone: "danger", advice: expect.stringContaining("end in /scim/v2") }),
    ]);
    const deeper = await ask(target, { baseUrl: `${target.url}/Users` });
    expect(deeper.findings).toContainEqual(
      expect.objectContaining({ tone: "danger", advice: expect.stringContaining("Leave /Users") }),
    );
  });

  test("nobody there is asked once", async () => {
    const target = await start();
    await target.goDown();
    const { findings, ok } = await ask(target);
    expect(ok).toBe(false);
    expect(findings).toEqual([
      expect.objectContaining({ tone: "danger", sentence: expect.stringContaining("ECONNREFUSED") }),
    ]);
    await target.comeUp();
  });

  test("an address that is not allowed", async () => {
    const { findings } = await ask(await start(), { baseUrl: "https://10.0.0.1/scim/v2" });
    expect(findings).toEqual([
      expect.objectContaining({ tone: "danger", sentence: expect.stringContaining("ROSTER_TARGET_ALLOW") }),
    ]);
  });

  test("a certificate of an authority of its own, until that is given", async () => {
    const target = await start({ tls: { key: testServerKey, cert: testServerCertificate } });
    const { findings } = await ask(target);
    expect(findings).toEqual([
      expect.objectContaining({ tone: "danger", advice: expect.stringContaining("authority") }),
    ]);
    expect((await ask(target, { caCertificate: testAuthority })).ok).toBe(true);
  });
});
