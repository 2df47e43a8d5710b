import type { LoggedExchange } from "@/lib/explain/logged-exchange";

/**
 * The command that sends a logged request again, with the access token in the variable SCIM_TOKEN. What the log left out of
 * the body is left out here too.
 *
 * @param baseUrl ROSTER_URL/scim/v2
 */
export function writeCurlCommand({ method, path, requestBody }: LoggedExchange, baseUrl: string): string {
  const isWhole = path.startsWith("/oauth/") || path.startsWith("/scim");
  const url = isWhole ? new URL(path, baseUrl).href : `${baseUrl}${path}`;
  const isForm = path.startsWith("/oauth/");
  const parts = [
    `curl -X ${/^[A-Z]+$/.test(method) ? method : quote(method)} ${quote(url)}`,
    `-H "Authorization: Bearer $SCIM_TOKEN"`,
    ...(requestBody === undefined || isForm
      ? []
      : ["-H 'Content-Type: application/scim+json'", `--data-raw ${quote(JSON.stringify(requestBody))}`]),
  ];
  return parts.join(" \\\n  ");
}

/** As a word of a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
