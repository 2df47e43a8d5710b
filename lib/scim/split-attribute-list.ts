/**
 * Splits a list of attribute paths at its commas, those inside the brackets or quotes of a value path aside.
 *
 * @see RFC 7644 §3.9
 */
export function splitAttributeList(text: string): string[] {
  const paths: string[] = [];
  let path = "";
  let isInBrackets = false;
  let isInQuotes = false;
  for (const character of text) {
    if (character === '"') {
      isInQuotes = isInBrackets && !isInQuotes;
    } else if (!isInQuotes && (character === "[" || character === "]")) {
      isInBrackets = character === "[";
    }
    if (character === "," && !isInBrackets) {
      paths.push(path);
      path = "";
    } else {
      path += character;
    }
  }
  paths.push(path);
  return paths.map((listed) => listed.trim()).filter((listed) => listed !== "");
}
