/** The base URL of the SCIM endpoint, which every URL that is sent begins with. @param rosterUrl ROSTER_URL */
export function formatBaseUrl(rosterUrl: string): string {
  return `${rosterUrl.replace(/\/+$/, "")}/scim/v2`;
}
