import { describe, expect, test } from "vitest";
import { matchRoute } from "./scim-routes";

const baseUrl = "https://roster.example/scim/v2";
const id = "0199a1b2-0000-7000-8000-000000000001";
const urn = "urn:ietf:params:scim:schemas:core:2.0:User";

function describeMatch(method: string, path: string): string {
  const match = matchRoute(method, path, baseUrl);
  if (match.kind === "route") return `${match.route.words}${match.id === "" ? "" : ` ${match.id}`}`;
  if (match.kind === "options") return `options ${match.allow}`;
  const { status, scimType, headers } = match.error;
  return [status, scimType, headers.Allow].filter((part) => part !== undefined).join(" ");
}

describe("what is answered (RFC 7644 §3.2)", () => {
  test.each([
    ["GET", "/scim/v2/Users", "list users"],
    ["HEAD", "/scim/v2/Users", "list users"],
    ["POST", "/scim/v2/Users", "create user"],
    ["GET", `/scim/v2/Users/${id}`, `get user ${id}`],
    ["PUT", `/scim/v2/Users/${id}`, `replace user ${id}`],
    ["PATCH", `/scim/v2/Users/${id}`, `patch user ${id}`],
    ["DELETE", `/scim/v2/Users/${id}`, `delete user ${id}`],
    ["GET", "/scim/v2/Groups", "list groups"],
    ["POST", "/scim/v2/Groups", "create group"],
    ["PATCH", `/scim/v2/Groups/${id}`, `patch group ${id}`],
    ["POST", "/scim/v2/Bulk", "bulk"],
    ["GET", "/scim/v2/ServiceProviderConfig", "get service provider configuration"],
    ["GET", "/scim/v2/ResourceTypes", "list resource types"],
    ["GET", "/scim/v2/ResourceTypes/User", "get resource type User"],
    ["GET", "/scim/v2/Schemas", "list schemas"],
    ["GET", `/scim/v2/Schemas/${urn}`, `get schema ${urn}`],
    ["GET", `/scim/v2/Schemas/${encodeURIComponent(urn)}`, `get schema ${urn}`],
    // Malformed escapes and odd ids name nothing (R-01): the operation answers 404.
    ["GET", "/scim/v2/Users/%zz", "get user %zz"],
    ["GET", "/scim/v2/Users/:id", "get user :id"],
  ])("%s %s", (method, path, expected) => {
    expect(describeMatch(method, path)).toBe(expected);
  });

  test.each([
    ["/scim/v2/Users/", "list users"],
    ["/scim/v2//Users", "list users"],
    ["/scim/v2/Users//", "list users"],
    [`/scim/v2/Users/${id}/`, `get user ${id}`],
    ["/scim/v2/Schemas/", "list schemas"],
  ])("T-09 trailing and doubled slashes count for nothing: %s", (path, expected) => {
    expect(describeMatch("GET", path)).toBe(expected);
  });
});

describe("what is refused", () => {
  test.each([
    ["GET", "/scim/v2/Nothing", "404"],
    ["GET", "/scim/v2/users", "404"],
    ["GET", `/scim/v2/Users/${id}/emails`, "404"],
    ["GET", "/scim/v2/ServiceProviderConfig/x", "404"],
    ["GET", "/scim/Users", "404"],
    ["GET", "/scim", "404"],
    ["GET", "/other", "404"],
    ["GET", "/scim/v1/Users", "400 invalidVers"],
    ["GET", "/scim/v1", "400 invalidVers"],
    ["GET", "/scim/V2/Users", "400 invalidVers"],
    ["GET", "/scim/v2.1/Users", "400 invalidVers"],
  ])("T-09 %s %s", (method, path, expected) => {
    expect(describeMatch(method, path)).toBe(expected);
  });

  test("T-09 the refusal names the base URL, and a path in the wrong case its right spelling", () => {
    for (const path of ["/scim/Users", "/scim/v1/Users", "/scim/v2/Nothing"]) {
      const match = matchRoute("GET", path, baseUrl);
      expect(match.kind === "refused" && match.error.message).toContain(baseUrl);
    }
    const match = matchRoute("GET", "/scim/v2/groups/1", baseUrl);
    expect(match.kind === "refused" && match.error.message).toContain("/Groups");
  });

  test.each([
    ["PUT", "/scim/v2/Users", "405 GET, HEAD, POST, OPTIONS"],
    ["PATCH", "/scim/v2/Users", "405 GET, HEAD, POST, OPTIONS"],
    ["DELETE", "/scim/v2/Users", "405 GET, HEAD, POST, OPTIONS"],
    ["POST", `/scim/v2/Users/${id}`, "405 GET, HEAD, PUT, PATCH, DELETE, OPTIONS"],
    ["POST", `/scim/v2/Groups/${id}`, "405 GET, HEAD, PUT, PATCH, DELETE, OPTIONS"],
    ["POST", "/scim/v2/ServiceProviderConfig", "405 GET, HEAD, OPTIONS"],
    ["DELETE", "/scim/v2/Schemas", "405 GET, HEAD, OPTIONS"],
    ["PUT", "/scim/v2/ResourceTypes/User", "405 GET, HEAD, OPTIONS"],
    ["PROPFIND", "/scim/v2/Users", "405 GET, HEAD, POST, OPTIONS"],
    ["GET", "/scim/v2/Bulk", "405 POST, OPTIONS"],
    // Q-05
    ["GET", "/scim/v2/Users/.search", "405 POST, OPTIONS"],
    ["GET", "/scim/v2/.search", "405 POST, OPTIONS"],
    ["POST", "/scim/v2", "405 GET, HEAD, OPTIONS"],
  ])("T-10 %s %s", (method, path, expected) => {
    expect(describeMatch(method, path)).toBe(expected);
  });

  test.each([
    ["POST", "/scim/v2/.search", "searchAll", "search users and groups"],
    ["POST", "/scim/v2/Users/.search", "search", "search users"],
    ["POST", "/scim/v2/Groups/.search/", "search", "search groups"],
    ["GET", "/scim/v2", "listAll", "list users and groups"],
    ["GET", "/scim/v2/", "listAll", "list users and groups"],
  ])("Q-01, Q-03, Q-04 searches: %s %s", (method, path, operation, words) => {
    expect(matchRoute(method, path, baseUrl)).toMatchObject({ kind: "route", route: { operation, words } });
  });

  test.each([
    ["GET", "/scim/v2/Me", "get me"],
    ["PATCH", "/scim/v2/Me", "patch me"],
  ])("M-01 not offered, and said so: %s %s", (method, path, words) => {
    const match = matchRoute(method, path, baseUrl);
    expect(match).toMatchObject({ kind: "route", route: { operation: "refuse", words, refusal: expect.any(String) } });
  });

  test("T-11 OPTIONS says what may be done", () => {
    expect(describeMatch("OPTIONS", "/scim/v2/Users")).toBe("options GET, HEAD, POST, OPTIONS");
    expect(describeMatch("OPTIONS", "/scim/v2/Bulk")).toBe("options POST, OPTIONS");
    expect(describeMatch("OPTIONS", "/scim/v2/Nothing")).toBe("404");
  });
});
