import type { RequestLogEntry } from "@/lib/db/request-log-insert";
import { listWords, type WordHash } from "@/lib/db/request-words";
import type { RedactionLevel } from "@/lib/directory/redaction-level";
import type { JsonValue } from "@/lib/scim/json";
import { listPersonalTexts, type Mask, maskBody, maskQuoted, maskSentence, maskText, removeText } from "./mask-people";

/** A row that does not say yet by which words it is found. */
export type UnfinishedEntry = Omit<RequestLogEntry, "words">;

/**
 * The row as the organization wants it kept, with the words by which it is found. Words that are masked are kept as hashes, so
 * that who knows a value finds its rows.
 *
 * @param names whom the request is about
 */
export function finishLogEntry(
  entry: UnfinishedEntry,
  names: readonly string[],
  level: RedactionLevel,
  hash: WordHash | undefined,
): RequestLogEntry {
  if (level === "full" || hash === undefined) return { ...entry, words: listEntryWords(entry, names) };
  const personal = new Set(names);
  const bodies = [entry.requestBody, entry.responseBody].map(parseBody);
  for (const body of bodies) if (body !== undefined) listPersonalTexts(body, personal);
  const mask = level === "masked" ? maskText : removeText;
  const masked = maskEntry(entry, bodies, personal, mask);
  const plain = listEntryWords(masked, []);
  if (level === "minimal") return { ...masked, label: undefined, words: plain };
  const quoted = [...decodePath(entry.path).matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, value = ""]) => value);
  const hidden = [...names, ...quoted, entry.label ?? ""].flatMap(listWords).map(hash);
  return { ...masked, words: [...new Set([...plain, ...hidden])] };
}

function maskEntry(
  entry: UnfinishedEntry,
  [requestBody, responseBody]: readonly (JsonValue | undefined)[],
  personal: ReadonlySet<string>,
  mask: Mask,
): UnfinishedEntry {
  return {
    ...entry,
    path: maskPath(entry.path, mask),
    label: entry.label === undefined ? undefined : maskLabel(entry.label, mask),
    effects: entry.effects.map((effect) => ({ ...effect, label: mask(effect.label) })),
    detail: entry.detail === undefined ? undefined : maskSentence(entry.detail, personal, mask),
    leniencies: entry.leniencies.map((sentence) => maskSentence(sentence, personal, mask)),
    requestBody: requestBody === undefined ? undefined : JSON.stringify(maskBody(requestBody, mask)),
    responseBody: responseBody === undefined ? undefined : JSON.stringify(maskBody(responseBody, mask)),
  };
}

/** The label of a list is its filter. */
function maskLabel(label: string, mask: Mask): string {
  return label.includes('"') ? maskQuoted(label, mask) : mask(label);
}

function maskPath(path: string, mask: Mask): string {
  const [pathname = "", query] = splitOnce(path, "?");
  if (query === undefined) return pathname;
  const parameters = query.split("&").map((parameter) => {
    const [name = "", value] = splitOnce(parameter, "=");
    const decoded = decodePath(value ?? "");
    return decoded.includes('"') ? `${name}=${encodeURIComponent(maskQuoted(decoded, mask))}` : parameter;
  });
  return `${pathname}?${parameters.join("&")}`;
}

function splitOnce(text: string, separator: string): readonly (string | undefined)[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** The texts are read in one go: a request has a dozen, most of them short. */
function listEntryWords(entry: UnfinishedEntry, names: readonly string[]): readonly string[] {
  const { label = "", path, detail = "", scimType = "", remoteAddress = "", agent, resourceId = "", effects } = entry;
  const ids = effects.flatMap((effect) => [effect.resourceId, ...(effect.members?.ids ?? [])]);
  const labels = effects.map((effect) => effect.label);
  const wordsOfPath = decodePath(path).replace(/[/?&=]+/g, " ");
  const texts = [label, ...names, ...labels, detail, scimType, remoteAddress, agent, resourceId, wordsOfPath];
  return [...new Set([...listWords(texts.join("\n")), ...ids])];
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll("+", " "));
  } catch {
    return path;
  }
}

function parseBody(text: string | undefined): JsonValue | undefined {
  return text === undefined ? undefined : JSON.parse(text);
}
