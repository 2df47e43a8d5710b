import { describe, expect, test } from "vitest";
import { createAccessToken } from "@/lib/secrets";
import { adviseOnUnknownToken, readBearerToken } from "./bearer-token";

describe("reading the credential", () => {
  test.each([
    ["Bearer abc", "abc"],
    ["bearer abc", "abc"],
    ["BEARER   abc  ", "abc"],
    ["Bearer\tabc", "abc"],
    ["Bearer Bearer abc", "Bearer abc"],
  ])("A-03 %s", (value, token) => {
    expect(readBearerToken(new Headers({ authorization: value }))).toEqual({ kind: "token", token });
    expect(readBearerToken(new Headers({ "www-authenticate": value }))).toEqual({ kind: "token", token });
  });

  test("Authorization wins over the other header", () => {
    const headers = new Headers({ authorization: "Bearer a", "www-authenticate": "Bearer b" });
    expect(readBearerToken(headers)).toEqual({ kind: "token", token: "a" });
  });

  test("A-01 no credential", () => {
    expect(readBearerToken(new Headers())).toEqual({ kind: "none" });
    expect(readBearerToken(new Headers({ authorization: "  " }))).toEqual({ kind: "none" });
  });

  test.each([
    ["non-token", "does not begin with the word Bearer"],
    ["Basic dXNlcjpwYXNz", "scheme basic"],
    ["Token abc", "scheme token"],
    ["Bearer", "no token after"],
    ["Bearerabc", "does not begin with the word Bearer"],
    ["Bearer: abc", "does not begin with the word Bearer"],
  ])("A-02 %s", (value, advice) => {
    expect(readBearerToken(new Headers({ authorization: value }))).toEqual({
      kind: "unreadable",
      received: expect.any(String),
      advice: expect.stringContaining(advice),
    });
  });
});

describe("A-02 advice on a token that nobody knows", () => {
  const token = createAccessToken();
  const mistyped = token.slice(0, -1) + (token.endsWith("a") ? "b" : "a");

  test.each([
    ["doubled word", `Bearer ${token}`, "says Bearer twice"],
    ["quotes", `"${token}"`, "quotes, brackets"],
    ["angle brackets", `<${token}>`, "quotes, brackets"],
    ["escaped line break", `${token}\\n`, "quotes, brackets"],
    ["percent-encoded line break", `${token}%0A`, "quotes, brackets"],
    ["percent-encoded space", `${token}%20`, "quotes, brackets"],
    ["two tokens in one", `${token},x`, "quotes, brackets"],
    ["a name before it", `key:${token}`, "other characters"],
    ["cut off", token.slice(0, -5), "cut off"],
    ["mistyped", mistyped, "mistyped"],
    ["too long", `${token}x`, "mistyped"],
    ["foreign with quotes", '"abc"', "contains quotes"],
    ["well-formed", token, "is not known"],
    ["foreign", "abcdef", "is not known"],
  ])("%s", (_name, presented, expected) => {
    const advice = adviseOnUnknownToken(presented);
    expect(advice).toContain(expected);
    expect(advice).not.toContain(token.slice(12, 40));
  });
});
