import { describe, expect, test } from "vitest";
import type { LoggedExchange } from "@/lib/explain/logged-exchange";
import { findWalkthrough } from "./find-walkthrough";
import { findCurrentStep, isComplete, judgeSteps } from "./judge-steps";
import type { ReceivedRequest } from "./proofs";

const { steps, product } = findWalkthrough("okta");
let count = 0;

/** A request that began after the one before it. */
function receive(change: Partial<LoggedExchange> & { isSimulated?: boolean }): ReceivedRequest {
  count += 1;
  return {
    id: `request ${count}`,
    at: new Date(Date.UTC(2026, 10, 28, 12, 0, count)),
    method: "GET",
    status: 200,
    outcome: "read",
    action: "users.listed",
    effects: [],
    leniencies: [],
    isSimulated: false,
    ...change,
  };
}

function did(action: LoggedExchange["effects"][number]["action"], label: string, method = "PATCH"): ReceivedRequest {
  const resourceType = action.startsWith("user") ? "User" : "Group";
  const effect = { action, resourceType, resourceId: "x", label, attributes: [] } as const;
  return receive({ method, outcome: "changed", action, effects: [effect] });
}

const credentialTest = () => receive({});
const refused = () => receive({ status: 401, outcome: "refused" });

function judge(requests: readonly ReceivedRequest[], done: readonly string[] = [], firsts = new Map<string, Date>()) {
  const ticks = new Map(done.map((id) => [id, new Date(0)]));
  return judgeSteps(steps, requests, { done: ticks, firsts, product });
}

function kindsOf(requests: readonly ReceivedRequest[], done: readonly string[] = []) {
  return Object.fromEntries(judge(requests, done).map(({ id, state }) => [id, state.kind]));
}

describe("what Okta sends ticks its steps", () => {
  test("nothing has come: the credentials test is waited for, and the first step is shown", () => {
    expect(kindsOf([])).toEqual({
      "add-app": "todo",
      username: "todo",
      connect: "waiting",
      "to-app": "todo",
      person: "todo",
      deactivation: "todo",
      groups: "todo",
    });
    expect(findCurrentStep(judge([]))).toBe("add-app");
  });

  test("the credentials test shows that the steps before it were done", () => {
    const judged = judge([credentialTest()]);
    expect(judged.find(({ id }) => id === "connect")?.state).toMatchObject({
      kind: "seen",
      proof: { sentence: "Okta reached Roster with a valid token." },
    });
    expect(kindsOf([credentialTest()])).toMatchObject({ "add-app": "done", username: "done", person: "waiting" });
    expect(findCurrentStep(judged)).toBe("to-app");
  });

  test.each([
    ["person", did("user.created", "Ada Lovelace", "POST"), "Created Ada Lovelace."],
    ["person", did("user.updated", "Ada Lovelace", "PUT"), "Took over Ada Lovelace."],
    ["deactivation", did("user.deactivated", "Ada Lovelace"), "Deactivated Ada Lovelace: deactivation works."],
    ["deactivation", did("user.deleted", "Ada Lovelace", "DELETE"), "Deleted Ada Lovelace: leaving works."],
    ["groups", did("group.created", "Engineering", "POST"), "Created the group Engineering: group push works."],
    ["groups", did("group.members.changed", "Engineering"), "Changed the group Engineering: group push works."],
  ])("%s is proved", (id, request, sentence) => {
    const state = judge([request]).find((step) => step.id === id)?.state;
    expect(state).toMatchObject({ kind: "seen", proof: { sentence, requestId: request.id } });
  });

  test("complete without the groups, which nobody must push", () => {
    const requests = [credentialTest(), did("user.created", "Ada Lovelace"), did("user.deactivated", "Ada Lovelace")];
    const judged = judge(requests);
    expect(isComplete(steps, judged)).toBe(true);
    expect(findCurrentStep(judged)).toBe("groups");
    expect(isComplete(steps, judge(requests.slice(0, 2)))).toBe(false);
  });
});

describe("what proves nothing", () => {
  test.each([
    ["a refused token", refused()],
    ["a path below which nothing is", receive({ status: 404, outcome: "failed", action: "unknown" })],
    ["what is answered without a token", receive({ action: "serviceProviderConfig.read" })],
    ["a fault of ours", receive({ status: 500, outcome: "failed" })],
  ])("%s", (_name, request) => {
    expect(judge([request]).find(({ id }) => id === "connect")?.state.kind).not.toBe("seen");
  });
});

describe("what was refused last is a problem, where it happened", () => {
  test.each([
    ["connect", refused()],
    ["connect", receive({ status: 403, outcome: "refused" })],
    ["connect", receive({ status: 503, outcome: "refused" })],
    ["connect", receive({ status: 404, outcome: "failed", action: "unknown" })],
    ["person", receive({ status: 400, outcome: "failed", action: "user.created", method: "POST" })],
    ["person", receive({ status: 409, outcome: "failed", action: "user.created", method: "POST" })],
    ["deactivation", receive({ status: 403, outcome: "failed", action: "user.deactivated", method: "PATCH" })],
    ["groups", receive({ status: 400, outcome: "failed", action: "group.members.changed", method: "PATCH" })],
  ])("%s", (id, request) => {
    const judged = judge([request]);
    expect(judged.find((step) => step.id === id)?.state).toMatchObject({ kind: "problem", requestId: request.id });
    expect(findCurrentStep(judged)).toBe(id);
  });

  test("it is over once it works", () => {
    expect(kindsOf([refused(), credentialTest()]).connect).toBe("seen");
    expect(kindsOf([credentialTest(), refused()]).connect).toBe("problem");
  });

  test.each([
    ["somebody who is no longer there", receive({ status: 404, outcome: "failed", action: "user.read" })],
    ["an older version", receive({ status: 412, outcome: "failed", action: "user.updated", method: "PATCH" })],
  ])("%s is no problem", (_name, request) => {
    expect(judge([request]).every(({ state }) => state.kind !== "problem")).toBe(true);
  });
});

test("the identity provider's own request outweighs the simulator's", () => {
  const simulated = { ...credentialTest(), isSimulated: true };
  const own = credentialTest();
  const find = (requests: readonly ReceivedRequest[]) => judge(requests).find(({ id }) => id === "connect")?.state;
  expect(find([simulated])).toMatchObject({ proof: { isSimulated: true } });
  expect(find([simulated, own])).toMatchObject({ proof: { isSimulated: false, requestId: own.id } });
});

test("a tick by hand is kept, and what is no longer logged is remembered by its counts", () => {
  expect(kindsOf([], ["add-app"])["add-app"]).toBe("done");
  const firsts = new Map([["user.created", new Date("2026-01-01T10:00:00Z")]]);
  const state = judge([], [], firsts).find(({ id }) => id === "person")?.state;
  expect(state).toMatchObject({ kind: "seen", proof: { sentence: "Created the first person." } });
});
