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
