const maximumLength = 100;

/**
 * What a client sent, as it stands in an error message: in double quotes, cut after 100 characters, and with control
 * characters and lone surrogates, which not every log can store, written as escapes.
 */
export function quoteText(text: string): string {
  const shortened = text.length > maximumLength ? `${text.slice(0, maximumLength)}…` : text;
  const printable = shortened.replace(
    /[\p{Cc}\p{Cs}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `"${printable}"`;
}
