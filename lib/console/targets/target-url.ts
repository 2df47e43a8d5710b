import { accept, type Result, refuse } from "../result";

/** A base URL as it is stored, and what is worth saying about it. */
export type ReadTargetUrl = { readonly url: string; readonly hints: readonly string[] };

/** What service providers have below their base URL. */
const endpointNames = /\/(Users|Groups|ServiceProviderConfigs?|ResourceTypes|Schemas|Bulk|Me)$/i;

/**
 * Reads the base URL of a target: http or https, without user name, query and fragment.
 *
 * @returns the URL without a slash at its end, and hints about what looks unusual
 */
export function readTargetUrl(text: string): Result<ReadTargetUrl> {
  const trimmed = text.trim();
  const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  if (url === undefined || (url.protocol !== "https:" && url.protocol !== "http:")) {
    return refuse(
      `"${trimmed}" is not an address of http or https. A base URL looks like https://example.com/scim/v2.`,
      "url",
    );
  }
  if (url.username !== "" || url.password !== "") {
    return refuse("Leave the user name and password out of the URL, and give them as the credential.", "url");
  }
  if (url.search !== "" || url.hash !== "" || /[?#]$/.test(trimmed)) {
    return refuse("A base URL has neither ? nor #: Roster adds the paths and queries itself.", "url");
  }
  const path = url.pathname.replace(/\/+$/, "");
  const baseUrl = `${url.origin}${path}`;
  const endpoint = endpointNames.exec(path);
  if (endpoint !== null) {
    return refuse(
      `Leave out ${endpoint[0]}: the base URL is where SCIM begins, ${baseUrl.slice(0, -endpoint[0].length)}.`,
      "url",
    );
  }
  const hints = [
    ...(path === ""
      ? ["The base URL has no path. Most service providers have one that ends in /scim/v2; look into their manual."]
      : []),
    ...(url.protocol === "http:"
      ? ["The base URL is plain http: it works only for addresses that ROSTER_TARGET_ALLOW names, unencrypted."]
      : []),
  ];
  return accept({ url: baseUrl, hints });
}
