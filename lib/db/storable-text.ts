/** Text as PostgreSQL can keep it: U+0000 becomes U+FFFD. (The driver does the same with lone surrogates.) */
export function toStorableText(text: string): string {
  return text.includes("\u0000") ? text.replaceAll("\u0000", "\uFFFD") : text;
}

/**
 * JSON text as PostgreSQL's jsonb can keep it: the escapes of U+0000 and of lone surrogates become U+FFFD.
 *
 * @param text as JSON.stringify writes it, which escapes a surrogate only when it is alone
 */
export function toStorableJson(text: string): string {
  if (!text.includes("\\u")) return text;
  // The last alternative takes any other escape whole, so that the backslash of `\\u0000` is not mistaken for the first.
  return text.replace(/\\(?:u0000|ud[89a-f][0-9a-f]{2}|[\s\S])/g, (sequence) =>
    sequence.length > 2 ? "\\ufffd" : sequence,
  );
}
