import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "@/lib/scim/json";
import { redactBody, redactBodyText, redactDetail, redactQuery, redactUnreadableBody } from "./redact";

function readRedacted(value: JsonValue): JsonValue {
  return JSON.parse(redactBody(value));
}

describe("bodies", () => {
  test.each<[string, JsonValue, JsonValue]>([
    ["a password (P-08)", { userName: "a", password: "x" }, { userName: "a", password: "[redacted]" }],
    ["in any case", { PassWord: "x" }, { PassWord: "[redacted]" }],
    ["a secret object", { clientSecrets: [{ value: "x" }] }, { clientSecrets: "[redacted]" }],
    [
      "an assertion (RFC 7523 §2.1)",
      { Assertion: "a.b.c", client_assertion: "a" },
      { Assertion: "[redacted]", client_assertion: "[redacted]" },
    ],
    ["what an assertion is, is no secret", { client_assertion_type: "urn:x" }, { client_assertion_type: "urn:x" }],
    ["below an extension", { "urn:x:User": { apiToken: 5 } }, { "urn:x:User": { apiToken: "[redacted]" } }],
    ["a flat URN key", { "urn:x:User:password": "x" }, { "urn:x:User:password": "[redacted]" }],
    [
      "a PATCH operation by path",
      { Operations: [{ op: "replace", path: "password", value: "x" }] },
      { Operations: [{ op: "replace", path: "password", value: "[redacted]" }] },
    ],
    [
      "a PATCH operation in odd spelling",
      { operations: [{ Op: "Replace", Path: "urn:x:Password", Value: { a: "x" } }] },
      { operations: [{ Op: "Replace", Path: "urn:x:Password", Value: "[redacted]" }] },
    ],
    [
      "a PATCH operation without a path",
      { Operations: [{ op: "replace", value: { password: "x", active: true } }] },
      { Operations: [{ op: "replace", value: { password: "[redacted]", active: true } }] },
    ],
    [
      "a secret in a value path",
      { Operations: [{ op: "remove", path: 'x[token eq "abc"]' }] },
      { Operations: [{ op: "remove", path: 'x[token eq "[redacted]"]' }] },
    ],
    [
      "changePassword of the discovery document",
      { changePassword: { supported: false } },
      { changePassword: { supported: false } },
    ],
    ["null is no secret", { password: null }, { password: null }],
    ["nothing secret", { userName: "a", emails: [{ value: "b" }] }, { userName: "a", emails: [{ value: "b" }] }],
  ])("%s", (_name, body, expected) => {
    expect(readRedacted(body)).toEqual(expected);
    expect(JSON.parse(redactBodyText(JSON.stringify(body)))).toEqual(expected);
  });

  test("a long body is shortened and says so", () => {
    const logged = JSON.parse(redactBody({ title: "x".repeat(100_000), password: "hidden" }));
    expect(logged).toMatchObject({ truncated: true, characters: expect.any(Number) });
    expect(logged.beginning).toHaveLength(64 * 1024);
  });

  test("a body that is no JSON is cut before the first word that announces a secret", () => {
    const logged = redactUnreadableBody('{"userName":"a","password":"hidden"');
    expect(logged).not.toContain("hidden");
    expect(JSON.parse(logged)).toEqual({ unreadable: true, characters: 35, beginning: '{"userName":"a","[redacted]' });
  });

  test("law: the value below a secret name is never in the log, wherever it stands", () => {
    const marker = "s3cr3t-marker";
    const name = fc.constantFrom("password", "Password", "client_secret", "accessToken", "ASSERTION", "urn:x:y:TOKEN");
    const wrap = fc.constantFrom<(value: JsonValue) => JsonValue>(
      (value) => [value],
      (value) => ({ a: value }),
      (value) => ({ Operations: [{ op: "add", value }] }),
      (value) => [{ b: 1 }, { "urn:x": value }],
    );
    fc.assert(
      fc.property(name, fc.array(wrap, { maxLength: 5 }), fc.boolean(), (key, wrappers, asPath) => {
        const secret: JsonValue = asPath
          ? { op: "add", path: key, value: { x: marker } }
          : { [key]: [{ value: marker }] };
        const body = wrappers.reduce<JsonValue>((value, wrapper) => wrapper(value), secret);
        expect(redactBody(body)).not.toContain(marker);
        expect(redactBodyText(JSON.stringify(body))).not.toContain(marker);
      }),
    );
  });
});

describe("refusals", () => {
  test.each([
    ['The path "password" is not valid.', 'The path "[redacted]" is not valid.'],
    ['The path "x[secret eq "hidden"" is not valid, at "hidden".', 'The path "[redacted]".'],
    ['The filter "secret eq hidden ends', 'The filter "[redacted]"'],
    ['The path "nickname" is not valid.', 'The path "nickname" is not valid.'],
  ])("%s", (detail, expected) => {
    expect(redactDetail(detail)).toBe(expected);
  });

  test("in the answer to a Bulk they are redacted as alone", () => {
    const response = { scimType: "invalidPath", detail: 'The path "secret eq "hidden"" is not valid.' };
    expect(redactBody({ Operations: [{ status: "400", response }] })).not.toContain("hidden");
    expect(redactBody({ detail: 'The userName "tokens@x.example" is taken.', scimType: "uniqueness" })).toContain(
      "tokens@",
    );
  });
});

describe("query strings (T-12)", () => {
  test.each([
    ["", "/Users"],
    ["?filter=userName%20eq%20%22a%22", "/Users?filter=userName%20eq%20%22a%22"],
    ["?access_token=abc&count=1", "/Users?access_token=[redacted]&count=1"],
    ["?Token=abc", "/Users?Token=[redacted]"],
    ["?Assertion=a.b.c&client%5Fassertion=a.b.c", "/Users?Assertion=[redacted]&client%5Fassertion=[redacted]"],
    [
      "?client_assertion_type=urn:x:client-assertion-type:y",
      "/Users?client_assertion_type=urn:x:client-assertion-type:y",
    ],
    ["?aadOptscim062020", "/Users?aadOptscim062020"],
    ["?filter=password+eq+%22x%22", `/Users?filter=${encodeURIComponent('password eq "[redacted]"')}`],
    ["?filter=password%20eq%20hunter2", `/Users?filter=${encodeURIComponent("[redacted]")}`],
    ["?attributes=password", "/Users?attributes=password"],
    ["?filter=userName+eq+%22token%22", "/Users?filter=userName+eq+%22token%22"],
    ["?filter=%zz", "/Users?filter=%zz"],
  ])("%s", (search, expected) => {
    expect(redactQuery("/Users", search)).toBe(expected);
  });
});
