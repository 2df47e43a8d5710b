import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { enterpriseUserSchemaUrn, groupSchemaUrn, userSchemaUrn } from "@/lib/scim/urns";
import type { Quirks } from "./capabilities";
import { type JudgedTarget, readCapabilities, type TargetDocuments } from "./read-capabilities";
import type { TargetAnswer } from "./target-client";
import { resolveTargetOptions, type TargetOptions, type TargetPreset } from "./target-options";

const exchange = { method: "GET", path: "/", durationMs: 1, at: new Date(0) } as const;
const nothing: TargetDocuments = { config: undefined, resourceTypes: undefined, schemas: undefined, first: undefined };

function answer(status: number, body?: JsonObject, more: object = {}): TargetAnswer {
  return { exchange, kind: "answered", status, isScim: true, ...(body === undefined ? {} : { body }), ...more };
}

function createTarget(overrides: Partial<TargetOptions> = {}, preset: TargetPreset = "generic"): JudgedTarget {
  return { baseUrl: "https://a.example/scim/v2", preset, options: resolveTargetOptions(preset, overrides) };
}

function read(config: JsonObject | undefined, target = createTarget(), quirks: Quirks = {}) {
  return readCapabilities({ ...nothing, config: config && answer(200, config) }, target, quirks);
}

function list(...resources: JsonObject[]) {
  return { answer: answer(200, { totalResults: resources.length, Resources: resources }), resources };
}

const whole: JsonObject = {
  patch: { supported: true },
  bulk: { supported: true, maxOperations: 50, maxPayloadSize: 5000 },
  filter: { supported: true, maxResults: 30 },
  changePassword: { supported: true },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [],
};

describe("a ServiceProviderConfig is read field by field", () => {
  test("as the RFC has it", () => {
    const { capabilities, findings } = read(whole);
    expect(capabilities).toMatchObject({
      patch: { value: true, reason: "Its ServiceProviderConfig says patch.supported true." },
      bulk: { value: { supported: true, maxOperations: 50, maxPayloadSize: 5000 } },
      filter: { value: true },
      etag: { value: true },
      changePassword: { value: true },
      pageSize: { value: 30 },
      users: { value: true },
      groups: { value: true },
    });
    expect(findings).toEqual([]);
  });

  test.each<[string, JsonObject, object]>([
    [
      "no maxOperations",
      { ...whole, bulk: { supported: true } },
      { bulk: { value: { supported: true, maxOperations: 100 } } },
    ],
    [
      "a maxOperations of 0",
      { ...whole, bulk: { supported: true, maxOperations: 0 } },
      { bulk: { value: { supported: false } } },
    ],
    [
      "no Bulk, with limits of 0",
      { ...whole, bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 } },
      { bulk: { value: { supported: false, maxOperations: 1 } } },
    ],
    [
      "a relative documentationUri",
      { ...whole, documentationUri: "/help", etag: { supported: false } },
      { etag: { value: false } },
    ],
    [
      "texts for booleans",
      { patch: { supported: "False" }, filter: { supported: "true" } },
      { patch: { value: false }, filter: { value: true } },
    ],
    [
      "numbers for booleans",
      { patch: { supported: 0 }, etag: { supported: 1 } },
      { patch: { value: false }, etag: { value: true } },
    ],
    [
      "another case",
      { Patch: { Supported: false }, ETag: { SUPPORTED: true } },
      { patch: { value: false }, etag: { value: true } },
    ],
    [
      "a boolean for an object",
      { patch: false, changePassword: true },
      { patch: { value: false }, changePassword: { value: true } },
    ],
    [
      "null",
      { patch: null, filter: { supported: null }, bulk: null },
      { patch: { value: true }, filter: { value: true }, bulk: { value: { supported: false } } },
    ],
    [
      "a wrong type beside right ones",
      { patch: { supported: {} }, etag: { supported: true }, bulk: [] },
      { patch: { value: true }, etag: { value: true } },
    ],
    ["counts that are texts", { ...whole, filter: { supported: true, maxResults: "20" } }, { pageSize: { value: 20 } }],
    ["counts that are none", { ...whole, filter: { supported: true, maxResults: -1 } }, { pageSize: { value: 100 } }],
    ["a page size of RFC 9865", { ...whole, pagination: { maxPageSize: 10 } }, { pageSize: { value: 10 } }],
    ["a list of one", { totalResults: 1, Resources: [{ patch: { supported: false } }] }, { patch: { value: false } }],
    [
      "an empty object",
      {},
      {
        patch: { value: true },
        filter: { value: true },
        bulk: { value: { supported: false } },
        etag: { value: false },
      },
    ],
  ])("%s", (_name, config, expected) => {
    expect(read(config).capabilities).toMatchObject(expected);
  });

  test("what is odd is told", () => {
    const { findings } = read({ patch: { supported: "maybe" }, filter: { supported: "true" } });
    expect(findings.map(({ tone, sentence }) => [tone, sentence])).toEqual([
      ["info", 'patch.supported is "maybe", neither true nor false: it was passed over.'],
      ["info", 'filter.supported is "true", which was read as true.'],
    ]);
  });
});

describe("who has a say", () => {
  const says = { patch: { supported: true }, filter: { supported: false } };

  test("a preset over the target, a quirk over the preset, a person over all", () => {
    expect(read({ patch: { supported: true } }, createTarget({}, "vcenter")).capabilities.patch.value).toBe(false);
    expect(read(says, createTarget({}, "aws"), { patch: false }).capabilities.patch).toEqual({
      value: false,
      reason: "It refused PATCH when Roster tried it.",
    });
    expect(read(says, createTarget({ patch: "yes" }), { patch: false }).capabilities.patch).toEqual({
      value: true,
      reason: "The option patch of this target says yes.",
    });
    expect(read(says, createTarget({ patch: "auto" }, "vcenter")).capabilities.patch.value).toBe(true);
  });

  test("each quirk", () => {
    const quirks: Quirks = {
      bulk: false,
      filter: false,
      etag: false,
      valuePaths: false,
      membersListed: false,
      groups: false,
    };
    const { capabilities } = read(whole, createTarget(), quirks);
    expect(capabilities.bulk.value.supported).toBe(false);
    for (const name of ["filter", "etag", "valuePaths", "membersListed", "groups"] as const) {
      expect(capabilities[name].value, name).toBe(false);
    }
  });

  test("a target that refused PUT gets PATCH", () => {
    const { capabilities } = read({ patch: { supported: false } }, createTarget({}, "zulip"), { put: false });
    expect(capabilities).toMatchObject({ patch: { value: true }, putUsers: { value: false } });
  });

  test("counts: what the target allows, and what a person set", () => {
    expect(read(whole, createTarget({ pageSize: 20 })).capabilities.pageSize.value).toBe(20);
    expect(read(whole, createTarget({ pageSize: 200 })).capabilities.pageSize.value).toBe(200);
    expect(read({ filter: { maxResults: 50 } }, createTarget({}, "aws")).capabilities.pageSize.value).toBe(50);
    expect(read(undefined).capabilities.membersPerPatch.value).toBe(100);
  });

  test("how members are named, and how lists are read", () => {
    const { capabilities } = read(undefined, createTarget({}, "webex"));
    expect(capabilities).toMatchObject({ memberType: { value: true }, lowerCaseMemberType: { value: true } });
    const set = read(undefined, createTarget({ memberType: "yes" }, "webex")).capabilities;
    expect(set).toMatchObject({ memberType: { value: true }, lowerCaseMemberType: { value: false } });
    expect(read(undefined).capabilities).toMatchObject({
      memberType: { value: false },
      cursorPaging: { value: false },
    });
    expect(read(undefined, createTarget({}, "aws")).capabilities.cursorPaging.value).toBe(true);
    expect(read({ pagination: { cursor: true, index: true } }).capabilities.cursorPaging.value).toBe(false);
    expect(read({ pagination: { cursor: "true", index: false } }).capabilities.cursorPaging.value).toBe(true);
  });

  test("every capability has a reason", () => {
    const { unsupported: _unsupported, schemas: _schemas, ...capabilities } = read(undefined).capabilities;
    for (const [name, { reason }] of Object.entries(capabilities)) expect(reason, name).toMatch(/\.$/);
  });
});

describe("ResourceTypes and Schemas", () => {
  const userType = { name: "User", endpoint: "/Users", schema: userSchemaUrn };
  const groupType = { name: "Group", endpoint: "https://a.example/scim/v2/groups/", schema: "urn:x" };
  const attribute = (name: string, more: JsonObject = {}): JsonObject => ({ name, type: "string", ...more });

  test("decide whether there are people and groups", () => {
    const only = (...types: JsonObject[]) =>
      readCapabilities({ ...nothing, resourceTypes: list(...types) }, createTarget(), {}).capabilities;
    expect(only(userType)).toMatchObject({ users: { value: true }, groups: { value: false } });
    expect(only(userType, groupType)).toMatchObject({ users: { value: true }, groups: { value: true } });
    expect(only({ NAME: "User", Endpoint: "Users" }, { schema: groupSchemaUrn.toUpperCase() })).toMatchObject({
      users: { value: true },
      groups: { value: true },
    });
    expect(only()).toMatchObject({ users: { value: true }, groups: { value: true } });
  });

  const userDocument = {
    id: userSchemaUrn,
    attributes: [
      attribute("userName"),
      attribute("DisplayName", { mutability: "READONLY" }),
      attribute("name", { type: "complex", subAttributes: [attribute("givenName"), attribute("familyName")] }),
      attribute("emails", {
        type: "complex",
        multiValued: "true",
        subAttributes: [attribute("value"), attribute("type")],
      }),
      attribute("phoneNumbers", { type: "complex", multiValued: true, subAttributes: [attribute("type")] }),
      attribute("addresses", { type: "complex", multiValued: true }),
      "nonsense",
    ],
  };

  test("what a schema does not list, or calls read-only, is not sent; what nothing works without is", () => {
    const documents = { ...nothing, schemas: list(userDocument) };
    const { capabilities } = readCapabilities(documents, createTarget(), {});
    const paths = capabilities.unsupported.map(({ path }) => path.replace(`${userSchemaUrn}:`, ""));
    expect(paths).toEqual(
      expect.arrayContaining(["displayName", "name.formatted", "emails.primary", "title", "locale"]),
    );
    expect(paths).toContain(enterpriseUserSchemaUrn);
    for (const kept of [
      "userName",
      "active",
      "name",
      "name.givenName",
      "emails",
      "emails.value",
      "phoneNumbers.value",
      "addresses",
      "groups",
    ]) {
      expect(paths, kept).not.toContain(kept);
    }
    expect(capabilities.unsupported.find(({ path }) => path.endsWith(":displayName"))?.reason).toContain("read-only");
    expect(capabilities.schemas[userSchemaUrn]?.map(({ name }) => name)).toContain("emails");
    expect(capabilities.schemas[userSchemaUrn]?.find(({ name }) => name === "emails")).toMatchObject({
      multiValued: true,
    });
  });

  test("an extension that a resource type names counts as there; its own read-only attributes are told", () => {
    const extension = {
      id: "urn:example:badge",
      attributes: [attribute("number", { mutability: "readOnly" }), attribute("colour")],
    };
    const resourceTypes = list({ ...userType, schemaExtensions: [{ schema: enterpriseUserSchemaUrn }] });
    const documents = { ...nothing, resourceTypes, schemas: list(userDocument, extension) };
    const paths = readCapabilities(documents, createTarget(), {}).capabilities.unsupported.map(({ path }) => path);
    expect(paths).not.toContain(enterpriseUserSchemaUrn);
    expect(paths).toContain("urn:example:badge:number");
    expect(paths).not.toContain("urn:example:badge:colour");
  });

  test("no schemas, no judgement", () => {
    const { capabilities } = readCapabilities({ ...nothing, schemas: list() }, createTarget(), {});
    expect(capabilities).toMatchObject({ unsupported: [], schemas: {} });
  });
});

describe("what is wrong", () => {
  function judge(first: TargetAnswer, baseUrl = "https://a.example/scim/v2") {
    return readCapabilities({ ...nothing, config: first, first }, { ...createTarget(), baseUrl }, {}).findings;
  }
  const html = answer(404, undefined, { isScim: false, detail: "Not Found" });

  test.each<[string, TargetAnswer, string]>([
    [
      "401",
      answer(401, {}, { detail: "No such token" }),
      "The credential was refused (401). The target says: No such token.",
    ],
    ["403", answer(403), "The credential is not allowed to do this (403)."],
    ["429", answer(429, {}, { retryAfterMs: 1500 }), "The target asks us to wait (429)."],
    ["500", answer(500, {}), "The target failed (500)."],
    ["HTML", html, "Nobody answers SCIM at https://a.example/scim/v2 (404, Not Found)."],
    [
      "a page of success",
      answer(200, undefined, { isScim: false, detail: "Sign in" }),
      "Nobody answers SCIM at https://a.example/scim/v2 (200, Sign in).",
    ],
    ["404", answer(404, {}, { detail: "Gone" }), "Nobody answers SCIM at https://a.example/scim/v2 (404, Gone)."],
    ["a redirect", answer(302, undefined, { isScim: false, detail: "The target redirects." }), "The target redirects."],
    [
      "a certificate",
      { exchange, kind: "unsent", detail: "Its certificate has expired." },
      "Its certificate has expired.",
    ],
    [
      "an address",
      { exchange, kind: "refused", detail: "Roster does not connect to 10.0.0.1." },
      "Roster does not connect to 10.0.0.1.",
    ],
  ])("%s: told once", (_name, first, sentence) => {
    expect(judge(first)).toEqual([expect.objectContaining({ tone: "danger", sentence })]);
  });

  test.each([
    ["https://a.example", "end in /scim/v2"],
    ["https://a.example/scim", "may lack /v2"],
    ["https://a.example/scim/v2/Users", "Leave /Users"],
    ["https://a.example/scim/v2/ServiceProviderConfig/", "Leave /ServiceProviderConfig"],
    ["https://a.example/scim/v2/tenant", "Check the base URL against"],
  ])("a hint about %s", (baseUrl, advice) => {
    expect(judge(html, baseUrl)[0]?.advice).toContain(advice);
  });

  test("SCIM 1", () => {
    const config = answer(200, { schemas: ["urn:scim:schemas:core:1.0"], patch: { supported: true } });
    const { findings } = readCapabilities({ ...nothing, config, first: config }, createTarget(), {});
    expect(findings).toEqual([expect.objectContaining({ tone: "danger", subject: "version" })]);
  });

  test("people that cannot be listed are a warning", () => {
    expect(judge(answer(501))).toEqual([expect.objectContaining({ tone: "warning" })]);
  });

  test("no configuration where people can be read is only worth knowing", () => {
    const documents = { ...nothing, config: html, first: answer(200, { totalResults: 0 }) };
    expect(readCapabilities(documents, createTarget(), {}).findings).toEqual([
      expect.objectContaining({
        tone: "info",
        subject: "ServiceProviderConfig",
        sentence: expect.stringContaining("(404)"),
      }),
    ]);
  });
});
