import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { jsonEquals } from "@/lib/scim/json-object";
import { listChanges } from "@/lib/scim/list-changes";
import { findMismatches } from "./matches-tolerantly";
import { takeOwned } from "./owned-part";

/** An attribute that somebody else changed at the target; `expected` or `found` is absent where there is no value. */
export type DriftChange = { readonly path: string; readonly expected?: JsonValue; readonly found?: JsonValue };

/** What a look at a target's resource means. */
export type DriftVerdict =
  | { readonly state: "clean" }
  /** As it should be, or as it was sent: to be recorded as what the target shows, and nothing to be written. */
  | { readonly state: "settles"; readonly received: JsonObject }
  /** To be corrected. Whatever the target shows after that is to be recorded, so that it is not corrected twice. */
  | { readonly state: "drifted"; readonly changes: readonly DriftChange[] };

/**
 * Judges what a target shows of a resource, in the attributes that Roster owns there: those that are desired or were sent.
 *
 * What the target showed once all was written (`received`) need not be what was sent: targets normalise, drop and add. So it
 * is held against that, exactly but for the order of elements; and only if that is not known yet against what was sent,
 * tolerantly.
 */
export function judgeDrift({
  desired,
  sent,
  received,
  remote,
}: {
  readonly desired: JsonObject;
  readonly sent: JsonObject;
  readonly received: JsonObject | undefined;
  readonly remote: JsonObject;
}): DriftVerdict {
  const owners = desired === sent ? [sent] : [desired, sent];
  const found = takeOwned(remote, owners);
  if (received === undefined) {
    const mismatches = findMismatches(sent, remote);
    return mismatches.length === 0
      ? { state: "settles", received: found }
      : { state: "drifted", changes: mismatches.map(toDrift) };
  }
  // The ordinary case, and a run meets it a hundred thousand times.
  if (jsonEquals(found, received)) return { state: "clean" };
  const moved = listChanges(takeOwned(received, owners), found);
  if (moved.length === 0) return { state: "clean" };
  if (listChanges(takeOwned(sent, owners), found).length === 0) return { state: "settles", received: found };
  return { state: "drifted", changes: describeDrift(desired, found, moved) };
}

type Changes = ReturnType<typeof listChanges>;

/** Of the attributes that changed, where they are not as desired; what the target made of the others is settled. */
function describeDrift(desired: JsonObject, found: JsonObject, moved: Changes): DriftChange[] {
  const attributes = new Set(moved.map(({ path }) => readAttribute(path)));
  const wrong = listChanges(takeOwned(desired, [desired]), found).filter(({ path }) =>
    attributes.has(readAttribute(path)),
  );
  return (wrong.length === 0 ? moved : wrong).map(({ path, from, to }) => toDrift({ path, sent: from, received: to }));
}

function toDrift({
  path,
  sent,
  received,
}: {
  path: string;
  sent?: JsonValue | undefined;
  received?: JsonValue | undefined;
}): DriftChange {
  return {
    path,
    ...(sent === undefined ? {} : { expected: sent }),
    ...(received === undefined ? {} : { found: received }),
  };
}

/** `emails[type eq "work"].value` and `name.givenName` are of `emails` and `name`; a URN keeps the dots of its version. */
function readAttribute(path: string): string {
  const [name = ""] = path.split("[");
  const [attribute = ""] = name.slice(name.lastIndexOf(":") + 1).split(".");
  return name.slice(0, name.lastIndexOf(":") + 1) + attribute;
}
