/** "312 requests, 1% failed": the requests of some hours added up. */
export function describeDay(hours: readonly { readonly requests: number; readonly failed: number }[]): string {
  const requests = hours.reduce((sum, hour) => sum + hour.requests, 0);
  const failed = hours.reduce((sum, hour) => sum + hour.failed, 0);
  if (requests === 0) return "no requests";
  const counted = `${requests.toLocaleString("en")} ${requests === 1 ? "request" : "requests"}`;
  if (failed === 0) return counted;
  const share = (failed / requests) * 100;
  return `${counted}, ${share < 1 ? "under 1" : Math.round(share)}% failed`;
}
