/**
 * The form in which strings that are not caseExact are compared, ordered and kept unique: NFC, lower case, NFC again
 * (lower-casing can leave a sequence that NFC composes). Folding twice changes nothing.
 *
 * The Greek final sigma is folded too: `toLowerCase` writes it only at the end of a word, so that otherwise the folded
 * form of a prefix would not be a prefix of the folded form.
 *
 * @see RFC 7643 §2.2 (caseExact), RFC 8265 §3.3
 */
export function foldForComparison(text: string): string {
  // Nearly all that is folded is ASCII, which normalising would only copy.
  if (ascii.test(text)) return text.toLowerCase();
  return text.normalize("NFC").toLowerCase().replaceAll("ς", "σ").normalize("NFC");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is all of ASCII that is meant.
const ascii = /^[\x00-\x7f]*$/;

/**
 * Orders two strings by code point: negative, zero or positive. This is the order of their UTF-8 bytes and so of
 * PostgreSQL's `COLLATE "C"`; JavaScript's own `<` compares UTF-16 units and puts U+10000 and above before U+E000.
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const unitA = a.charCodeAt(index);
    const unitB = b.charCodeAt(index);
    if (unitA !== unitB) {
      return rankUnit(unitA) - rankUnit(unitB);
    }
  }
  return a.length - b.length;
}

/** Ranks surrogates, which stand for U+10000 and above, behind every other UTF-16 unit. */
function rankUnit(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
