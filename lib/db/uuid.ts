/** Whether a value is written like one of our ids. Ids are caseExact, so an upper-case one is none of ours. */
export function isUuid(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value);
}

/** The least UUID of version 7 of a time in milliseconds. @see RFC 9562 §5.7 */
export function firstUuidAt(time: number): string {
  const digits = time.toString(16).padStart(12, "0");
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`;
}
