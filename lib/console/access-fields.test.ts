import { expect, test } from "vitest";
import { scopes } from "@/lib/directory/scope";
import { readAllowedAddresses, readScopes, readTokenScopes } from "./access-fields";

test("the scopes of a SCIM client, each once and in their own order; scim is all of them", () => {
  expect(readScopes(["users:write", "users:read", "users:write"])).toEqual({
    ok: true,
    value: ["users:read", "users:write"],
  });
  expect(readScopes(["scim"])).toEqual({ ok: true, value: scopes });
  expect(readScopes(["scim", "users:read"])).toEqual({ ok: true, value: scopes });
});

test.each([
  [["users:reed"], 'There is no scope "users:reed". Did you mean "users:read"?'],
  [["users:read", ""], 'There is no scope ""'],
  [["Users:Read"], 'There is no scope "Users:Read".'],
  [[], "A SCIM client needs a scope."],
])("the scopes %j are refused", (texts, message) => {
  expect(readScopes(texts)).toMatchObject({ ok: false, message: expect.stringContaining(message) });
});

const client = { name: "okta", scopes: ["users:read", "groups:read"] as const };

test("a token has some of its client's scopes, or all that the client has", () => {
  expect(readTokenScopes(["groups:read"], client)).toEqual({ ok: true, value: ["groups:read"] });
  expect(readTokenScopes(["scim"], client)).toEqual({ ok: true, value: ["scim"] });
});

test.each([
  [
    ["users:delete"],
    'The SCIM client "okta" does not have the scope users:delete itself; it has users:read, groups:read.',
  ],
  [["scim", "users:read"], "The scope scim stands for all that the client has"],
  [["everything"], 'There is no scope "everything".'],
])("the token scopes %j are refused", (texts, message) => {
  expect(readTokenScopes(texts, client)).toMatchObject({ ok: false, message: expect.stringContaining(message) });
});

test("allowed addresses are kept once each in their canonical form", () => {
  expect(readAllowedAddresses(["203.0.113.7/24", "203.0.113.0/24", " 2001:DB8::1 "])).toEqual({
    ok: true,
    value: ["203.0.113.0/24", "2001:db8::1"],
  });
  expect(readAllowedAddresses([])).toEqual({ ok: true, value: [] });
});

test("what is no address is refused, and so are too many", () => {
  expect(readAllowedAddresses(["203.0.113.7", "10.0.0.0/40"])).toMatchObject({
    ok: false,
    message: expect.stringContaining('"10.0.0.0/40" is neither an address nor a network. Write'),
  });
  const many = Array.from({ length: 501 }, (_, index) => `10.0.${index >> 8}.${index & 255}`);
  expect(readAllowedAddresses(many.slice(1))).toMatchObject({ ok: true });
  expect(readAllowedAddresses(many)).toMatchObject({ ok: false, message: expect.stringContaining("501") });
});
