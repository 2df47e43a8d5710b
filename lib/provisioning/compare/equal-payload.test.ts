import { expect, it } from "vitest";
import { isEqualPayload } from "./equal-payload";

it("looks past order and what is unassigned, and at nothing else", () => {
  const payload = { userName: "ada", roles: ["a", "b"], emails: [{ value: "x", type: "work" }] };
  expect(
    isEqualPayload(payload, {
      emails: [{ type: "work", value: "x" }],
      roles: ["b", "a"],
      userName: "ada",
      title: null,
    }),
  ).toBe(true);
  expect(isEqualPayload(payload, { ...payload, userName: "Ada" })).toBe(false);
  expect(isEqualPayload(payload, { ...payload, title: "" })).toBe(false);
  expect(isEqualPayload(payload, { ...payload, roles: ["a"] })).toBe(false);
});
