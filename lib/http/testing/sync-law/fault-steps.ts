import { htmlNotFound, scimError, tryLater } from "../fake-target/answer";
import type { Fault } from "../fake-target/fault";
import type { World } from "./world";

const writes = ["POST", "PATCH", "PUT", "DELETE"];

/** Every kind of thing that goes wrong between Roster and a target, or within it, for a while. */
const faults: readonly ((world: World) => Fault)[] = [
  () => ({ drop: "before" }),
  () => ({ drop: "after" }),
  () => ({ drop: "midway" }),
  () => ({ when: { method: writes }, drop: "before" }),
  () => ({ when: { method: writes }, drop: "after" }),
  () => ({ when: { method: writes }, drop: "midway" }),
  () => ({ when: { method: "POST" }, drop: "after" }),
  () => ({ instead: tryLater(1) }),
  () => ({ when: { method: writes }, instead: tryLater(1, 503) }),
  () => ({ when: { method: writes }, instead: scimError(503) }),
  () => ({ instead: scimError(500) }),
  // What was done is denied.
  () => ({ when: { method: writes }, change: () => scimError(500) }),
  () => ({ when: { method: "POST" }, change: () => scimError(500) }),
  () => ({ when: { method: ["POST", "PUT", "PATCH"], path: /^\/(Users|Groups)/ }, instead: scimError(409) }),
  () => ({ when: { method: ["PUT", "PATCH", "DELETE"] }, instead: scimError(412) }),
  () => ({ instead: htmlNotFound() }),
  () => ({ delayMs: 15, delayAnswerMs: 15 }),
  // Somebody else changes it while it is being changed here.
  ({ fake }) => ({
    when: { method: ["PUT", "PATCH"], path: "/Users/*" },
    before: ({ path }) => {
      const id = decodeURIComponent(path.split("/")[2] ?? "");
      if (fake.resources.users.has(id)) fake.byHand.edit("User", id, { nickName: "racing" });
    },
  }),
  () => ({ behave: { answers: { POST: "idOnly", PATCH: "noContent", PUT: "noContent" } } }),
  () => ({ behave: { answers: { POST: "withoutId" }, locations: "none" } }),
  () => ({ when: { path: "/Bulk" }, behave: { bulkResultsLack: 0 } }),
  () => ({ when: { path: "/Bulk" }, behave: { bulkResultsOrder: "reversed", bulkResultsHoldResponse: true } }),
  () => ({ when: { bulk: true }, instead: scimError(500) }),
  () => ({ when: { bulk: true }, instead: scimError(409) }),
  () => ({ when: { bulk: true }, drop: "after" }),
];

export const faultSteps = {
  breakTarget: (world: World, which: number, what: number) => {
    const create = faults[which % faults.length];
    if (create !== undefined) world.fake.script({ ...create(world), times: 1 + (what % 3), skip: (what >> 2) % 3 });
  },
} as const;
