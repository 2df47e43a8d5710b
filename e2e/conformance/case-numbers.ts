const mention = /(?<![A-Za-z0-9-])([A-Z])-(\d{2})(?:\s*(?:\bto\b|–|\.{2,3}|…|-)\s*(?:\1-)?(\d{2}))?(?![\d-])/g;

/**
 * The case numbers of the behaviour checklist that a test's name holds: one ("K-04"), several ("C-03, C-05") or a range
 * ("V-01 to V-03"). In the order of their mention, each once.
 */
export function readCaseNumbers(name: string): string[] {
  const numbers = Array.from(name.matchAll(mention), ([, letter = "", first = "", last = first]) =>
    listNumbers(letter, Number(first), Number(last)),
  );
  return [...new Set(numbers.flat())];
}

function listNumbers(letter: string, first: number, last: number): string[] {
  const length = Math.max(1, last - first + 1);
  return Array.from({ length }, (_, index) => `${letter}-${String(first + index).padStart(2, "0")}`);
}
