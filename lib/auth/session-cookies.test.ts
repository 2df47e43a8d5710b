import { describe, expect, test } from "vitest";
import { describeWait } from "./describe-wait";
import { isOwnForm } from "./is-own-form";
import { createCookies, findCookieDomain } from "./session-cookies";

describe("the domain of the cookies", () => {
  test.each([
    ["https://roster.example.com", "roster.example.com"],
    ["http://localhost:3000", undefined],
    ["http://acme.localhost:3000", undefined],
    ["http://127.0.0.1:3000", undefined],
    ["https://[::1]", undefined],
  ])("of %s: %s", (url, domain) => {
    expect(findCookieDomain(url)).toBe(domain);
  });
});

test("cookies are secure behind https, and the one against forged forms stays with its host", () => {
  const { sessionToken, csrfToken } = createCookies("https://roster.example.com");
  expect(sessionToken).toEqual({
    name: "__Secure-roster.session",
    options: { httpOnly: true, sameSite: "lax", path: "/", secure: true, domain: "roster.example.com" },
  });
  expect(csrfToken.name).toBe("__Host-roster.csrf");
  expect(csrfToken.options).not.toHaveProperty("domain");
  expect(createCookies("http://localhost:3000").sessionToken).toMatchObject({
    name: "roster.session",
    options: { secure: false },
  });
});

test.each([
  [1, "1 second"],
  [59, "59 seconds"],
  [60, "1 minute"],
  [61, "2 minutes"],
  [900, "15 minutes"],
])("%i s are %s", (seconds, words) => {
  expect(describeWait(seconds)).toBe(words);
});

test.each<[Record<string, string>, boolean]>([
  [{ "sec-fetch-site": "same-origin" }, true],
  [{ "sec-fetch-site": "cross-site", origin: "http://localhost" }, false],
  [{ "sec-fetch-site": "same-site" }, false],
  [{ origin: "http://localhost:3000", host: "localhost:3000" }, true],
  [{ origin: "http://evil.example", host: "localhost:3000" }, false],
  [{ origin: "null", host: "localhost:3000" }, false],
  [{ host: "localhost:3000" }, true],
])("a form with %j is ours: %s", (headers, expected) => {
  expect(isOwnForm(new Headers(headers))).toBe(expected);
});
