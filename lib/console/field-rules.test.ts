import { describe, expect, test } from "vitest";
import { readEmail, readEmailDomains, readName, readPassword, readSubdomain } from "./field-rules";

describe("subdomain", () => {
  test.each(["", "a", "acme", "a-b", "9", "a".repeat(63)])("%j is one", (text) => {
    expect(readSubdomain(text)).toEqual({ ok: true, value: text });
  });

  test.each(["Acme", "-a", "a-", "a.b", "a_b", "ä", " ", "a b", "a".repeat(64), "a\n"])("%j is none", (text) => {
    expect(readSubdomain(text)).toMatchObject({ ok: false, field: "subdomain" });
  });

  test("the refusal says what would be right, and that is right", () => {
    for (const text of ["Acmé Inc.", "-a-", "日本", `${"a".repeat(62)}-b`]) {
      const refusal = readSubdomain(text);
      const suggestion = refusal.ok ? undefined : /such as (\S+)\.$/.exec(refusal.message)?.[1];
      expect(readSubdomain(suggestion ?? "not suggested!")).toMatchObject({ ok: true });
    }
  });
});

describe("name", () => {
  test.each([
    ["  Acme Inc ", "Acme Inc"],
    ["日本", "日本"],
    ["a".repeat(100), "a".repeat(100)],
    ["😀".repeat(100), "😀".repeat(100)],
  ])("%j is one", (text, name) => {
    expect(readName(text, "a name")).toEqual({ ok: true, value: name });
  });

  test.each(["", "  ", "a".repeat(101), "a\nb", "a\u0000b", "\ud800"])("%j is none", (text) => {
    expect(readName(text, "a name")).toMatchObject({ ok: false, field: "name" });
  });
});

test.each([
  ["ada@acme.example", true],
  [" ada@acme.example ", true],
  ["ada+b@localhost", true],
  ["ada", false],
  ["ada@", false],
  ["@acme.example", false],
  ["ada@acme..example", false],
  ["a b@acme.example", false],
  ["a@b@c", false],
  [`${"a".repeat(251)}@b.c`, false],
])("%j is an email: %j", (text, isEmail) => {
  expect(readEmail(text).ok).toBe(isEmail);
});

test.each([
  ["elevenchars", false],
  ["twelve chars", true],
  ["x".repeat(1025), false],
])("%j is a password: %j", (text, isPassword) => {
  expect(readPassword(text).ok).toBe(isPassword);
});

test.each<[string, readonly string[] | undefined]>([
  ["", []],
  ["A.example, b.example,,a.example", ["a.example", "b.example"]],
  ["bücher.example", ["bücher.example"]],
  ["@a.example", undefined],
  ["a b", undefined],
  [".example", undefined],
])("email domains %j", (text, domains) => {
  const read = readEmailDomains(text);
  expect(read.ok ? read.value : undefined).toEqual(domains);
});
