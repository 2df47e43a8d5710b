/**
 * The host under which a page was asked for. Next.js draws the page after a form on a connection of its own, to its own host,
 * and names the real one in X-Forwarded-Host, as reverse proxies do. It may be forged, and therefore only chooses between
 * organizations that the person may see anyway.
 */
export function readPageHost(headers: Headers): string | null {
  return headers.get("x-forwarded-host")?.split(",")[0]?.trim() ?? headers.get("host");
}
