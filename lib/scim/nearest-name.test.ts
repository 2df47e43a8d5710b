import { expect, it } from "vitest";
import { findNearestName } from "./nearest-name";

const names = ["userName", "displayName", "name", "title", "name.givenName", "id"];

it.each([
  ["usernmae", "userName"],
  ["DISPLAYNAM", "displayName"],
  ["name.givnName", "name.givenName"],
  ["titel", "title"],
  ["nme", "name"],
  ["shoeSize", undefined],
  ["naem", "name"],
  ["nbcx", undefined],
  ["", undefined],
  ["x".repeat(100_000), undefined],
])("the nearest name to %.20s is %s", (name, expected) => {
  expect(findNearestName(name, names)).toBe(expected);
});
