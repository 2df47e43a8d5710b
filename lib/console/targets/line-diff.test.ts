import { expect, test } from "vitest";
import { diffLines } from "./line-diff";

const show = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: " ", gone: "-", come: "+" }[kind]}${text}`);

test("what stays, what goes and what comes, in the order of the later text", () => {
  expect(show("a\nb\nc", "a\nx\nc")).toEqual([" a", "-b", "+x", " c"]);
  expect(show("a\nb", "a\nb\nc")).toEqual([" a", " b", "+c"]);
  expect(show("a\nb\nc", "c")).toEqual(["-a", "-b", " c"]);
});

test("the same text has no differences, another one nothing in common", () => {
  expect(show("a", "a")).toEqual([" a"]);
  expect(show("", "a")).toEqual(["-", "+a"]);
});

test("empty lines are lines", () => {
  expect(show("a\n\nb", "a\nb")).toEqual([" a", "-", " b"]);
});
