/**
 * The token URL that identity providers are given.
 *
 * @param baseUrl ending in /scim/v2
 */
export function formatTokenUrl(baseUrl: string): string {
  return baseUrl.replace(/\/scim\/v2$/, "/oauth/token");
}
