import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { jsonEquals } from "@/lib/scim/json-object";
import type { Desired } from "./desired-state";
import type { ProvisionedType, ResourceLink } from "./sync-store";
import type { TargetOptions } from "./target-options";

/** What is to be done about one resource at one target. Members of a group are seen to besides. */
export type Operation =
  /** `count`: how a run counts it. */
  | { readonly kind: "none"; readonly count: "unchanged" | "skipped"; readonly reason: string }
  | { readonly kind: "invalid"; readonly detail: string }
  /** `isUncertain`: an earlier try may have made it, so it is looked for first. */
  | { readonly kind: "create"; readonly payload: JsonObject; readonly isUncertain: boolean }
  /**
   * `readsFirst`: what the target has is not known for sure. Otherwise it has what was sent last.
   * `changesAttributes`: false for a group of which at most the members differ.
   */
  | {
      readonly kind: "update";
      readonly remoteId: string;
      readonly payload: JsonObject;
      readonly readsFirst: boolean;
      readonly changesAttributes: boolean;
    }
  | { readonly kind: "deactivate"; readonly remoteId: string; readonly reason: string; readonly deletesLater: boolean }
  | { readonly kind: "delete"; readonly remoteId: string; readonly reason: string }
  /** Nothing is sent: Roster only lets go of it. */
  | { readonly kind: "leave"; readonly reason: string }
  /** It may or may not have been made: it is looked for, and deprovisioned if it was. */
  | { readonly kind: "findAndDeprovision"; readonly reason: string };

type Given = {
  readonly resourceType: ProvisionedType;
  readonly link?: ResourceLink;
  readonly desired: Desired;
  readonly options: Pick<TargetOptions, "deprovision">;
  /** A password is waiting to be delivered. */
  readonly hasPassword?: boolean;
  readonly now: Date;
};

/** Decides what is to be done, from what the target should have, and what Roster knows that it has. */
export function decideOperation(given: Given): Operation {
  const { link, desired } = given;
  if (link?.state === "ignored") return { kind: "none", count: "skipped", reason: "Ignored by hand." };
  switch (desired.kind) {
    case "invalid":
      return { kind: "invalid", detail: desired.detail };
    case "absent":
      return decideAbsent(given, desired.reason);
    case "present":
      return decidePresent(given, desired.payload);
  }
}

function decidePresent({ resourceType, link, hasPassword }: Given, payload: JsonObject): Operation {
  if (link === undefined) return { kind: "create", payload, isUncertain: false };
  const { remoteId, state, sent, drift } = link;
  if (remoteId === undefined) return { kind: "create", payload, isUncertain: true };
  const readsFirst = state !== "linked" || sent === undefined || drift !== undefined;
  const changesAttributes = readsFirst || hasPassword === true || !isSamePayload(sent, payload);
  if (!changesAttributes && resourceType === "User") {
    return { kind: "none", count: "unchanged", reason: "It is there as it should be." };
  }
  return { kind: "update", remoteId, payload, readsFirst, changesAttributes };
}

function decideAbsent({ resourceType, link, options, now }: Given, reason: string): Operation {
  if (link === undefined) return { kind: "none", count: "skipped", reason };
  if (link.remoteId === undefined) return { kind: "findAndDeprovision", reason };
  const { remoteId, state, deleteAt, drift } = link;
  if (state === "left") return { kind: "none", count: "skipped", reason: `${reason} It was left as it is.` };
  if (state === "deactivated") {
    // Somebody has made them active again there.
    if (drift !== undefined) return { kind: "deactivate", remoteId, reason, deletesLater: deleteAt !== undefined };
    return deleteAt !== undefined && deleteAt <= now
      ? { kind: "delete", remoteId, reason: `${reason} The time after which it is deleted is over.` }
      : { kind: "none", count: "skipped", reason: `${reason} It was deactivated.` };
  }
  const { deprovision } = options;
  if (deprovision === "leave") return { kind: "leave", reason };
  if (deprovision === "delete" || resourceType === "Group") return { kind: "delete", remoteId, reason };
  return { kind: "deactivate", remoteId, reason, deletesLater: deprovision === "deactivateThenDelete" };
}

/** Whether two payloads say the same: the order of names does not matter, that of elements does. */
function isSamePayload(left: JsonObject | undefined, right: JsonObject): boolean {
  return isJsonObject(left) && jsonEquals(left, right);
}

/** Whether the operation takes somebody's access, or a group, away: what the breaker counts. */
export function isDeprovision(operation: Operation): boolean {
  return ["deactivate", "delete", "findAndDeprovision"].includes(operation.kind);
}
