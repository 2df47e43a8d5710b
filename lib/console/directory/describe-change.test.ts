import { expect, test } from "vitest";
import { listDiffLines } from "./describe-change";

test("of a complex attribute only the parts that differ are told", () => {
  const before = { name: { givenName: "Ada", familyName: "Lovelace" }, title: "Analyst" };
  const after = { name: { givenName: "Augusta", familyName: "Lovelace" }, title: "Analyst" };
  expect(listDiffLines(before, after)).toEqual([{ name: "name.givenName", before: ["Ada"], after: ["Augusta"] }]);
});

test("what came and what went have one side", () => {
  expect(listDiffLines({ title: "Analyst" }, { nickName: "Ada" })).toEqual([
    { name: "title", before: ["Analyst"], after: [] },
    { name: "nickName", before: [], after: ["Ada"] },
  ]);
});
