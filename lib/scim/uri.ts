const character = "[-A-Za-z0-9._~!$&'()*+,;=]|%[0-9A-Fa-f]{2}";
const pathCharacter = `${character}|[:@]`;
const address = "\\[(?:[0-9A-Fa-f:.]+|[vV][0-9A-Fa-f]+\\.[-A-Za-z0-9._~!$&'()*+,;=:]+)\\]";
const authority = `//(?:(?:${character}|:)*@)?(?:${address}|(?:${character})*)(?::[0-9]*)?`;
const path = `(?:${pathCharacter}|/)*`;
const absolutePath = `(?:/${path})?`;
const queryAndFragment = `(?:\\?(?:${pathCharacter}|[/?])*)?(?:#(?:${pathCharacter}|[/?])*)?`;

const scheme = /^[A-Za-z][-+.A-Za-z0-9]*:/;
const hierarchy = new RegExp(`^(?:${authority}${absolutePath}|(?!//)${path})${queryAndFragment}$`);
/** Without a scheme a colon in the first segment would read as the end of one. */
const colonFirst = /^[^/?#]*:/;

/**
 * Whether a text is a URI or a relative reference, which RFC 7643 calls a relative URI.
 *
 * @see RFC 3986 §4.1, RFC 7643 §2.3.7
 */
export function isUriReference(text: string): boolean {
  const rest = text.replace(scheme, "");
  return hierarchy.test(rest) && (rest !== text || !colonFirst.test(rest));
}
