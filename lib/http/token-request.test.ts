import { describe, expect, test } from "vitest";
import { scopes } from "@/lib/directory/scope";
import { OauthError } from "./oauth-error";
import {
  checkAddress,
  checkFormContentType,
  checkGrantType,
  parseTokenParameters,
  readClientCredential,
} from "./token-request";
import { readScope } from "./token-scope";

const jwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

function basic(text: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(text).toString("base64")}` };
}

function read(body: string, headers: Record<string, string> = {}) {
  return readClientCredential(new Headers(headers), parseTokenParameters(body));
}

function catchError(act: () => unknown): OauthError {
  try {
    act();
  } catch (error) {
    if (error instanceof OauthError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

describe("how a client says who it is (RFC 6749 §2.3.1, RFC 7521 §4.2)", () => {
  test.each<[string, string, Record<string, string>, object]>([
    ["by HTTP Basic", "", basic("id:secret"), { kind: "secret", clientId: "id", secret: "secret" }],
    ["by HTTP Basic, form-encoded", "", basic("i%3Ad:a+b%25"), { clientId: "i:d", secret: "a b%" }],
    ["by HTTP Basic, a colon in the secret", "", basic("id:a:b"), { clientId: "id", secret: "a:b" }],
    ["the scheme in any case", "", { authorization: `bAsIc  ${btoa("id:secret")}` }, { clientId: "id" }],
    ["the same client_id in the body too", "client_id=id", basic("id:secret"), { clientId: "id" }],
    ["in the body", "client_id=id&client_secret=s", {}, { kind: "secret", clientId: "id", secret: "s" }],
    [
      "by an assertion",
      `client_id=id&client_assertion_type=${jwtBearer}&client_assertion=a.b.c`,
      {},
      { kind: "assertion", clientId: "id", assertion: "a.b.c" },
    ],
    [
      "by an assertion alone",
      `client_assertion_type=${encodeURIComponent(jwtBearer)}&client_assertion=a.b.c`,
      {},
      { kind: "assertion", clientId: undefined },
    ],
    ["empty parameters count as not sent", "client_id=id&client_secret=s&client_assertion=", {}, { kind: "secret" }],
  ])("%s", (_name, body, headers, expected) => {
    expect(read(body, headers)).toMatchObject(expected);
  });

  test.each<[string, string, Record<string, string>, string, RegExp]>([
    ["not at all", "", {}, "invalid_client", /does not say who it is from/],
    ["a client_id alone", "client_id=id", {}, "invalid_client", /client_secret/],
    ["a secret alone", "client_secret=s", {}, "invalid_request", /no client_id/],
    ["by Basic and in the body", "client_secret=s", basic("id:s"), "invalid_request", /two ways/],
    [
      "by secret and assertion",
      `client_id=i&client_secret=s&client_assertion_type=${jwtBearer}&client_assertion=a.b.c`,
      {},
      "invalid_request",
      /two ways/,
    ],
    ["another client_id in the body", "client_id=other", basic("id:s"), "invalid_request", /client_id/],
    ["another scheme", "client_id=i&client_secret=s", { authorization: "Bearer x" }, "invalid_client", /Bearer/],
    ["no base64", "", { authorization: "Basic id:secret" }, "invalid_client", /base64/],
    ["no colon", "", basic("idsecret"), "invalid_client", /colon/],
    ["no secret", "", basic("id:"), "invalid_client", /no client_secret/],
    ["a percent sign too many", "", basic("id:%zz"), "invalid_client", /form-encoded/],
    ["Basic alone", "", { authorization: "Basic" }, "invalid_client", /base64/],
    ["a type without its assertion", `client_assertion_type=${jwtBearer}`, {}, "invalid_request", /Send the assertion/],
    ["an assertion without its type", "client_assertion=a.b.c", {}, "invalid_request", /client_assertion_type is not/],
    [
      "another type of assertion",
      "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:saml2-bearer&client_assertion=x",
      {},
      "invalid_request",
      /saml2/,
    ],
  ])("refused: %s", (_name, body, headers, code, message) => {
    const error = catchError(() => read(body, headers));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });
});

describe("the form of a request", () => {
  test("a parameter that is there twice is refused (RFC 6749 §3.2)", () => {
    expect(catchError(() => parseTokenParameters("scope=a&scope=b")).code).toBe("invalid_request");
  });

  test.each(["client_secret=s", "client_assertion=a", "grant_type=client_credentials", "scope=scim", "client_id=i"])(
    "%s is refused in the address (T-12)",
    (search) => {
      const error = catchError(() => checkAddress(new URLSearchParams(search)));
      expect(error).toMatchObject({ code: "invalid_request", status: 400 });
      expect(error.message.includes("revoke it")).toBe(/secret|assertion/.test(search));
    },
  );

  test("other parameters of the address mean nothing", () => {
    expect(() => checkAddress(new URLSearchParams("aadOptscim062020"))).not.toThrow();
  });

  test.each(["application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=UTF-8"])(
    "%s is taken",
    (contentType) => {
      expect(() => checkFormContentType(new Headers({ "content-type": contentType }))).not.toThrow();
    },
  );

  test.each([undefined, "application/json", "multipart/form-data", "application/x-www-form-urlencoded;charset=utf-16"])(
    "%s is refused, with what to send",
    (contentType) => {
      const headers = new Headers(contentType === undefined ? {} : { "content-type": contentType });
      const error = catchError(() => checkFormContentType(headers));
      expect(error).toMatchObject({ code: "invalid_request", status: 400 });
      expect(error.message).toMatch(/x-www-form-urlencoded|UTF-8/);
    },
  );

  test.each([
    ["", "invalid_request", "Send grant_type=client_credentials"],
    ["grant_type=authorization_code", "unsupported_grant_type", "authorization_code"],
    ["grant_type=password", "unsupported_grant_type", "Send grant_type=client_credentials"],
    [
      "grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=a.b.c",
      "unsupported_grant_type",
      "client_assertion_type=urn:ietf",
    ],
  ])("the grant of %j is refused", (body, code, told) => {
    const error = catchError(() => checkGrantType(parseTokenParameters(body)));
    expect(error.code).toBe(code);
    expect(error.message).toContain(told);
  });
});

describe("scopes (RFC 6749 §3.3)", () => {
  const all = scopes.join(" ");

  test.each<[string | undefined, string[], string]>([
    [undefined, ["scim"], all],
    ["scim", ["scim"], `scim ${all}`],
    ["https://roster.example/.default", ["scim"], all],
    ["users:read scim", ["scim"], `scim ${all}`],
    ["groups:read  users:read users:read", ["users:read", "groups:read"], "users:read groups:read"],
  ])("%j", (wanted, stored, told) => {
    expect(readScope(wanted, scopes)).toEqual({ stored, told });
  });

  test("all that the client has is not more than that", () => {
    expect(readScope("scim", ["users:read"])).toEqual({ stored: ["scim"], told: "scim users:read" });
  });

  test.each([
    ["users:read everything", scopes, /no scope "everything".*users:read/],
    ["Users:Read", scopes, /no scope "Users:Read"/],
    ["users:read users:delete", ["users:read"] as const, /does not have the scope users:delete. It has: users:read/],
    ["scim users:delete", ["users:read"] as const, /users:delete/],
  ])("%j is refused by name", (wanted, held, message) => {
    const error = catchError(() => readScope(wanted, held));
    expect(error.code).toBe("invalid_scope");
    expect(error.message).toMatch(message);
  });
});

test("an error_description is ASCII without quotes and backslashes (RFC 6749 §5.2)", () => {
  expect(new OauthError("invalid_scope", 'There is no scope "ä\\\n".').toBody()).toEqual({
    error: "invalid_scope",
    error_description: "There is no scope '???'.",
  });
});
