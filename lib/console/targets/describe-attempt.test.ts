import { expect, test } from "vitest";
import { describeAttempt } from "./describe-attempt";

test.each([
  ["create", "done", "Created", "Done"],
  ["members", "retry", "Could not change the members of", "Failed, tried again"],
  ["update", "refused", "Could not update", "Refused"],
  ["deactivate", "wait", "Had to wait before it could deactivate", "Asked to wait"],
  ["none", "held", "Did not deprovision", "Held"],
  ["update", "stale", "Did not update", "Stale"],
] as const)("%s that is %s begins with what happened", (operation, outcome, before, word) => {
  expect(describeAttempt({ operation, outcome })).toMatchObject({ before, word });
});
