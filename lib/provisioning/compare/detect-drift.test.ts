import { expect, it } from "vitest";
import { enterpriseUserSchemaUrn as enterprise } from "@/lib/scim/urns";
import { judgeDrift } from "./detect-drift";

const sent = { userName: "Ada", title: "Dr", emails: [{ value: "a" }, { value: "b" }] };
const shown = { userName: "ada", title: "Dr", emails: [{ value: "b" }, { value: "a" }] };

it("settles when nothing is known and the target shows what was sent, tolerantly", () => {
  const remote = { ...shown, id: "1", nickName: "x" };
  expect(judgeDrift({ desired: sent, sent, received: undefined, remote })).toEqual({
    state: "settles",
    received: shown,
  });
});

it("drifts when nothing is known and the target shows something else", () => {
  const remote = { ...shown, title: "Prof" };
  expect(judgeDrift({ desired: sent, sent, received: undefined, remote })).toEqual({
    state: "drifted",
    changes: [{ path: "title", expected: "Dr", found: "Prof" }],
  });
});

it("is clean as long as the target shows what it showed, in whatever order", () => {
  const remote = { ...sent, userName: "ada", meta: {}, id: "2" };
  expect(judgeDrift({ desired: sent, sent, received: shown, remote })).toEqual({ state: "clean" });
});

it("is clean with a target that dropped or insists on something", () => {
  const received = { userName: "somebody", title: "Dr" };
  expect(judgeDrift({ desired: sent, sent, received, remote: received })).toEqual({ state: "clean" });
});

it("settles when the target shows exactly what was sent again", () => {
  expect(judgeDrift({ desired: sent, sent, received: shown, remote: sent })).toEqual({
    state: "settles",
    received: sent,
  });
});

it("drifts when the target shows anything else, be it in case alone; what it made of the rest is not mentioned", () => {
  expect(judgeDrift({ desired: sent, sent, received: shown, remote: { ...shown, title: "DR" } })).toEqual({
    state: "drifted",
    changes: [{ path: "title", expected: "Dr", found: "DR" }],
  });
  expect(
    judgeDrift({
      desired: sent,
      sent,
      received: shown,
      remote: { userName: "ada", title: "Dr", emails: [{ value: "a" }] },
    }),
  ).toEqual({
    state: "drifted",
    changes: [{ path: 'emails[value eq "b"]', expected: { value: "b" } }],
  });
});

it("names what was there before where what is desired is there and was not what was sent", () => {
  const desired = { ...sent, title: "Prof" };
  expect(judgeDrift({ desired, sent, received: shown, remote: { ...shown, title: "Prof" } })).toEqual({
    state: "drifted",
    changes: [{ path: "title", expected: "Dr", found: "Prof" }],
  });
});

it("tells attributes of extensions apart, whose paths hold dots", () => {
  const payload = { [enterprise]: { department: "R", manager: { value: "1" }, costCenter: "5" } };
  const received = { [enterprise]: { department: "r", manager: { value: "1" }, costCenter: "5" } };
  const remote = { [enterprise]: { department: "r", manager: { value: "2" } } };
  expect(judgeDrift({ desired: payload, sent: payload, received, remote })).toEqual({
    state: "drifted",
    changes: [
      { path: `${enterprise}:manager.value`, expected: "1", found: "2" },
      { path: `${enterprise}:costCenter`, expected: "5" },
    ],
  });
});
