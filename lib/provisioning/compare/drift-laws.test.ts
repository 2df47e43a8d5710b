import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { isSameValue } from "@/lib/scim/same-value";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import { arbitraryResource } from "@/lib/scim/testing/arbitrary-resource";
import { validateResource } from "@/lib/scim/validate-resource";
import { judgeDrift } from "./detect-drift";
import { takeOwned } from "./owned-part";
import { createModelServer, type ModelServer, type Temper, tempers } from "./testing/model-server";

const { user } = createResourceTypes({ role: false, keepsUnknown: true });
const payload = arbitraryResource(user).map((body) => validateResource(user, body, "create"));
const meddling = fc.constantFrom<[string, JsonValue]>(
  ["displayName", "Somebody Else"],
  ["displayName", null],
  ["active", false],
  ["active", "true"],
  ["title", "Meddler"],
  ["emails", [{ type: "work", value: "meddler@x.example" }]],
  ["emails", []],
  ["name", { familyName: "Meddler" }],
  ["neverManaged", "x"],
);

/** A link as the engine keeps it, as far as drift is concerned. */
type Link = { sent: JsonObject; received: JsonObject | undefined };

/** `trusts`: whether the body that answers a write is taken for what the target has. */
function write(server: ModelServer, sent: JsonObject, trusts: boolean): Link {
  const body = server.write(sent);
  const tellsMore = body !== undefined && Object.keys(body).length > 1;
  return { sent, received: trusts && tellsMore ? takeOwned(body, [sent]) : undefined };
}

/** One look at the target, as a reconcile takes it: what is wrong is written, and what the target then shows is recorded. */
function reconcile(server: ModelServer, link: Link): Link {
  const verdict = judgeDrift({ desired: link.sent, ...link, remote: server.read() });
  if (verdict.state === "clean") return link;
  if (verdict.state === "settles") return { ...link, received: verdict.received };
  expect(verdict.changes).not.toEqual([]);
  server.write(link.sent);
  return { ...link, received: takeOwned(server.read(), [link.sent]) };
}

function countWritesOf(server: ModelServer, run: () => void): number {
  const before = server.countWrites();
  run();
  return server.countWrites() - before;
}

describe.each(tempers)("the drift rule, on a target that is %s", (temper: Temper) => {
  it("corrects at most once after each change, ours or theirs, and then never, however often the target is read", () => {
    const change = fc.oneof(
      fc.record({ kind: fc.constant("ours" as const), payload }),
      fc.record({ kind: fc.constant("theirs" as const), meddling }),
    );
    fc.assert(
      fc.property(payload, fc.array(change, { maxLength: 4 }), fc.boolean(), (first, changes, trusts) => {
        const server = createModelServer(temper);
        let link = write(server, first, trusts);
        const settle = () => {
          const corrections = countWritesOf(server, () => {
            link = reconcile(server, link);
          });
          const later = countWritesOf(server, () => {
            for (let look = 0; look < 3; look += 1) link = reconcile(server, link);
          });
          expect(later).toBe(0);
          return corrections;
        };
        const atFirst = settle();
        if (temper === "honest" || temper === "idOnly" || temper === "noContent") expect(atFirst).toBe(0);
        // What it shows matches, if only tolerantly.
        if (temper === "adding" || temper === "stamping" || temper === "rewritingBooleans") expect(atFirst).toBe(0);
        for (const step of changes) {
          if (step.kind === "ours") link = write(server, step.payload, trusts);
          else server.meddle(...step.meddling);
          settle();
          if (temper === "honest") {
            expect(isSameValue(takeOwned(server.read(), [link.sent]), takeOwned(link.sent, [link.sent]))).toBe(true);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

it("what nobody owns there is left as somebody else made it", () => {
  const server = createModelServer("honest");
  let link = write(server, { userName: "ada" }, false);
  link = reconcile(server, link);
  server.meddle("title", "Countess");
  expect(countWritesOf(server, () => reconcile(server, link))).toBe(0);
  expect(server.read().title).toBe("Countess");
});
