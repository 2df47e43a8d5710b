/** How much one Bulk request may hold; `/ServiceProviderConfig` announces the same. `maxPayloadSize` is in bytes. */
export const bulkLimits = { maxOperations: 1_000, maxPayloadSize: 10 * 1024 * 1024 } as const;

/** Both limits in words, for the refusal of a request that exceeds one of them. @see RFC 7644 §3.7.4 */
export function describeBulkLimits(): string {
  const { maxOperations, maxPayloadSize } = bulkLimits;
  return `A Bulk request may hold ${maxOperations} operations (maxOperations) and ${maxPayloadSize} bytes (maxPayloadSize). Nothing was done. Send several requests.`;
}
