import { expect, test } from "vitest";
import { listTransportLeniencies } from "./transport-leniencies";

const scim = { "content-type": "application/scim+json" };
const token = { authorization: "Bearer x" };

test.each<[string, string, Record<string, string>, string[]]>([
  ["an ordinary write", "POST", { ...scim, ...token }, []],
  ["an ordinary read", "GET", token, []],
  ["a deletion", "DELETE", token, []],
  ["T-03 a body without a type", "PATCH", token, ["contentTypeMissing"]],
  ["T-03 a body with a blank type", "PUT", { ...token, "content-type": " " }, ["contentTypeMissing"]],
  ["a token in the answer's header", "GET", { "www-authenticate": "Bearer x" }, ["tokenInWwwAuthenticate"]],
  ["a token in both", "GET", { ...token, "www-authenticate": "Bearer y" }, []],
])("%s", (_, method, headers, names) => {
  const request = { method, headers: new Headers(headers) };
  expect(listTransportLeniencies(request).map(({ name }) => name)).toEqual(names);
});
