import { describe, expect, test } from "vitest";
import { presets } from "@/lib/directory/client-options";
import { findWalkthrough } from "./find-walkthrough";
import { describeReach } from "./reach";
import { listSequences } from "./sequences/find-sequence";

const isPrivateAddress = (address: string) => address.startsWith("10.") || address === "127.0.0.1";

describe.each(presets)("the walkthrough of %s", (preset) => {
  const { steps } = findWalkthrough(preset);

  test("names each step once and asks for no proof twice", () => {
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
    const proofs = steps.flatMap(({ proof }) => proof ?? []);
    expect(new Set(proofs).size).toBe(proofs.length);
    expect(proofs).toEqual(expect.arrayContaining(["reached", "person", "deactivation"]));
  });

  test("has the base URL and the token where the connection is made", () => {
    const connect = steps.find(({ proof }) => proof === "reached");
    const values = connect?.screen?.fields.flatMap((field) => (field.kind === "value" ? [field.value] : [])) ?? [];
    expect(values).toHaveLength(2);
    expect(values.some((value) => value === "token" || value === "bearerToken")).toBe(true);
  });

  test("marks labels in pairs", () => {
    for (const line of steps.flatMap(({ instructions, quirks = [] }) => [...instructions, ...quirks])) {
      expect(line.split("**").length % 2, line).toBe(1);
      expect(line.split("`").length % 2, line).toBe(1);
    }
  });

  test("can be played, its own requests first", () => {
    const [first] = listSequences(preset);
    expect(first?.name).toBe(["entra", "authentik"].includes(preset) ? preset : "okta");
    expect(listSequences(preset)).toHaveLength(4);
  });
});

test.each([
  ["okta", "bearerToken"],
  ["entra", "tenantUrl"],
] as const)("%s is given its own form of a value", (preset, value) => {
  const fields = findWalkthrough(preset).steps.flatMap(({ screen }) => screen?.fields ?? []);
  expect(fields.some((field) => field.kind === "value" && field.value === value)).toBe(true);
});

describe("whether an identity provider reaches this server", () => {
  const okta = findWalkthrough("okta");
  const authentik = findWalkthrough("authentik");
  test.each([
    [okta, "http://localhost:3000", /cannot reach/],
    [okta, "https://127.0.0.1", /cannot reach/],
    [okta, "https://10.1.2.3", /cannot reach/],
    [okta, "https://roster.internal", /cannot reach/],
    [okta, "https://roster", /cannot reach/],
    [okta, "http://roster.acme.com", /begins with http/],
    [authentik, "http://localhost:3000", /container/],
    [authentik, "http://roster.acme.com", /travels readable/],
  ])("%o", ({ product, runsIn }, url, expected) => {
    expect(describeReach({ product, runsIn }, url, isPrivateAddress)).toMatch(expected);
  });

  test("nothing speaks against a public https address", () => {
    expect(describeReach(okta, "https://roster.acme.com", isPrivateAddress)).toBeUndefined();
  });
});
