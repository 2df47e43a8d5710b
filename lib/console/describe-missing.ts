import { findNearestName } from "@/lib/scim/nearest-name";

/**
 * Says what there is instead of what was asked for: 'There is no organization "acmee". Did you mean "acme"?
 * Organizations: acme, beta.'
 *
 * @param kind singular and plural, such as ["organization", "organizations"]
 */
export function describeMissing(
  text: string,
  kind: readonly [string, string],
  names: readonly string[],
  place = "",
): string {
  const missing = `There is no ${kind[0]} "${text}"${place}`;
  if (names.length === 0) {
    return `${missing}; there are no ${kind[1]} yet.`;
  }
  const closest = findNearestName(text, names);
  const shown = names.slice(0, 20).map((name) => (name === "" ? '"" (the root domain)' : name));
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  const label = kind[1].charAt(0).toUpperCase() + kind[1].slice(1);
  return `${missing}.${closest === undefined ? "" : ` Did you mean "${closest}"?`} ${label}: ${shown.join(", ")}${more}.`;
}
