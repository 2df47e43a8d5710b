/**
 * Whether a form was sent from one of our own pages, as the browser tells it: another site could otherwise sign people out,
 * or switch their organization.
 */
export function isOwnForm(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = headers.get("origin");
  return origin === null || (URL.canParse(origin) && new URL(origin).host === headers.get("host"));
}
