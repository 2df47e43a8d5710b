import { randomFillSync } from "node:crypto";
import { v7 } from "uuid";

const bytesOfId = 16;
/** Chance is asked for once for many ids: asking takes longer than making one. */
const chance = Buffer.alloc(256 * bytesOfId);
let usedBytes = chance.length;
let lastTime = 0;
let sequence = 0;

/**
 * A new id: a UUID of version 7 that is greater than all that this process has made, so that ids made one after the other are
 * neighbours in an index and lists by id are in the order of time.
 *
 * @see RFC 9562 §5.7 and §6.2, method 1
 */
export function createId(): string {
  if (usedBytes === chance.length) {
    randomFillSync(chance);
    usedBytes = 0;
  }
  const random = chance.subarray(usedBytes, usedBytes + bytesOfId);
  usedBytes += bytesOfId;
  const time = Date.now();
  if (time > lastTime) {
    lastTime = time;
    // Half of the range is left to count upwards in.
    sequence = random.readUInt32BE(0) >>> 1;
  } else {
    sequence += 1;
  }
  return v7({ random, msecs: lastTime, seq: sequence });
}

/** Whether a value is written like one of our ids. Ids are caseExact, so an upper-case one is none of ours. */
export function isUuid(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value);
}

/** The least UUID of version 7 of a time in milliseconds. @see RFC 9562 §5.7 */
export function firstUuidAt(time: number): string {
  const digits = time.toString(16).padStart(12, "0");
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`;
}
