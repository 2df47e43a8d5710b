import type { JsonValue } from "@/lib/scim/json";

/** A short text that is the same for equal values, whatever the order of their names, and another one for others. */
export function hashCanonically(value: JsonValue): string {
  return hashText(writeCanonically(value));
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
