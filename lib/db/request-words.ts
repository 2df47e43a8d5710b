import { createHmac } from "node:crypto";
import { foldForComparison } from "@/lib/scim/fold";
import { deriveKey } from "@/lib/secrets";

const maxWordLength = 100;
const maxWords = 1_000;
const runs = /[^\s"'()[\]{},;]+/gu;
const parts = /[\p{L}\p{N}]+/gu;
const surrounding = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;
/** An id, or an address of a network: its parts say nothing. */
const indivisible = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]*[.:][0-9a-f.:]*)$/;

/**
 * The words by which the request log is searched: each run of characters between spaces, such as an address, and the parts of
 * it between other signs. Folded, so that case does not matter. An id is one word, and so is an IP address.
 */
export function listWords(text: string): string[] {
  const words = new Set<string>();
  for (const run of foldForComparison(text).match(runs) ?? []) {
    if (words.size >= maxWords) break;
    const found = run.match(parts);
    if (found === null) continue;
    const whole = found.length === 1 ? found[0] : run.replace(surrounding, "");
    words.add(whole.slice(0, maxWordLength));
    if (found.length === 1 || indivisible.test(whole)) continue;
    for (const part of found) words.add(part.slice(0, maxWordLength));
  }
  return [...words];
}

/** Makes a word unreadable and keeps it comparable, within one organization. */
export type WordHash = (word: string) => string;

/** The hashes of all organizations. @param secret of the installation */
export function createWordHashes(secret: string): (organizationId: string) => WordHash {
  const key = deriveKey(secret, "words of the request log");
  return (organizationId) => (word) =>
    `#${createHmac("sha256", key).update(`${organizationId} ${word}`, "utf8").digest("hex").slice(0, 20)}`;
}

/**
 * What has to hold of a row that is searched for a text, as a tsquery: each of its words begins one of the row's, or is one
 * that was made unreadable. Undefined for a text without words.
 *
 * @param hashes of the organization, one for each secret that may have been in use
 */
export function createWordQuery(text: string, hashes: readonly WordHash[]): string | undefined {
  const sought = (foldForComparison(text).match(runs) ?? [])
    .map((run) => run.replace(surrounding, "").slice(0, maxWordLength))
    .filter((run) => run !== "")
    .slice(0, 10);
  if (sought.length === 0) return undefined;
  return sought
    .map((run) => `(${[`${quoteLexeme(run)}:*`, ...hashes.map((hash) => quoteLexeme(hash(run)))].join(" | ")})`)
    .join(" & ");
}

/** @see https://www.postgresql.org/docs/current/datatype-textsearch.html (tsquery) */
function quoteLexeme(word: string): string {
  return `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
