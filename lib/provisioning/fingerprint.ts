import type { JsonValue } from "@/lib/scim/json";
import type { Desired } from "./desired-state";
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
  return hashText(writeCanonically(basis));
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

/** JSON with the names of objects in order: equal values give equal text. */
function writeCanonically(value: JsonValue): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeCanonically).join(",")}]`;
  const members = Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${writeCanonically(member)}`);
  return `{${members.join(",")}}`;
}

/** 106 bits in hexadecimal that change with the text. It protects from accidents alone, and needs no module of Node's. */
function hashText(text: string): string {
  return hash53(text, 0x9e3779b9) + hash53(text, 0x85ebca6b);
}

/** 53 bits: two multiplications of 32 bits a character, mixed at the end (cyrb53). */
function hash53(text: string, seed: number): string {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  const bits = 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
  return bits.toString(16).padStart(14, "0");
}
