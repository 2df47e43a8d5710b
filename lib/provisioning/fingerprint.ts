import type { JsonValue } from "@/lib/scim/json";
import type { Desired } from "./desired-state";
import { hashCanonically } from "./hash-canonically";
import type { Subject } from "./sync-store";

/**
 * What a plan was made of: the state that the target should have, and what our link says that it has. When a job carries a
 * plan out and the fingerprint is another one by then, what it would do is not what somebody has looked at.
 *
 * Of a group's members, which may be many, the group's version stands in; what the target was found to have is not part of it.
 */
export function createFingerprint(subject: Subject, desired: Desired): string {
  const { link } = subject;
  const basis: JsonValue = {
    desired: describeDesired(desired),
    version: subject.resourceType === "Group" ? (subject.group?.version ?? null) : null,
    link:
      link === undefined
        ? null
        : {
            state: link.state,
            remoteId: link.remoteId ?? null,
            sent: link.sent ?? null,
            deleteAt: link.deleteAt?.toISOString() ?? null,
          },
  };
  return hashCanonically(basis);
}

function describeDesired(desired: Desired): JsonValue {
  switch (desired.kind) {
    case "present":
      return { payload: desired.payload };
    case "absent":
      return { isGone: desired.isGone };
    case "invalid":
      return { invalid: desired.detail };
  }
}
