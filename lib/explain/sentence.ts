/** A page of the console that a part of a sentence leads to. */
export type LinkTarget = { readonly kind: "user" | "group" | "scimClient"; readonly id: string };

/** One piece of a sentence. The texts, put one after the other, are the sentence: spaces are in them. */
export type SentencePart = {
  readonly role: "subject" | "verb" | "object" | "detail";
  readonly text: string;
  readonly target?: LinkTarget;
};

/** What a logged request did, in words. Names are whole: whoever shows them shortens them. */
export type Sentence = readonly SentencePart[];

/** The sentence as plain text, for titles, exports and the command line. */
export function toPlainText(sentence: Sentence): string {
  return sentence.map(({ text }) => text).join("");
}

/** A piece of a sentence that leads nowhere. */
export function say(text: string): SentencePart {
  return { role: "verb", text };
}

/** What follows the sentence proper, such as a reason or a remark. */
export function remark(text: string): SentencePart {
  return { role: "detail", text };
}

/** What the sentence is about. @param target absent: there is no page for it */
export function name(text: string, target?: LinkTarget): SentencePart {
  return { role: "object", text, ...(target === undefined ? {} : { target }) };
}

/** What stands in place of a name that an organization does not want in its log. */
const removed = "[removed]";

/** A name as it is shown: where it was kept out of the log, what it is the name of. @param kind such as "a person" */
export function shownName(label: string | undefined, kind: string): string {
  return label === undefined || label === "" || label === removed ? kind : label;
}

/** Whether a name was made unreadable, so that nothing else should tell it either. */
export function isHidden(label: string | undefined): boolean {
  return label === removed || label?.includes("•••") === true;
}
