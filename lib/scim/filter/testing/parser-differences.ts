import { enterpriseUserSchemaUrn, userSchemaUrn } from "../../urns";

/** One way in which our filter parser and scim2-parse-filter differ. */
export type Difference = {
  readonly name: string;
  /** Where the RFCs, or the behaviour checklist, decide it. */
  readonly section: string;
  readonly kind: "only ours reads it" | "only theirs reads it" | "read as another tree";
  readonly examples: readonly string[];
  /** Whether a text has what the difference is about. */
  readonly appliesTo: (text: string) => boolean;
};

const tokenPattern = /"(?:[^"\\]|\\.)*"|[()[\]]|[^\s"()[\]]+/gsu;
const attributePath = /^(urn:[-\w:.%/]+:)?[a-z][-\w]*(\.([a-z][-\w]*|\$ref))?$/i;
const loneSurrogate = /\p{Surrogate}/u;

/** The strings, brackets, parentheses and words of a filter, strings with their quotes. */
function listTokens(text: string): string[] {
  return text.match(tokenPattern) ?? [];
}

function listStrings(text: string): string[] {
  return listTokens(text).filter((token) => token.startsWith('"'));
}

/** The text with its strings emptied, so that what is within them is not taken for syntax. */
function withoutStrings(text: string): string {
  return text.replaceAll(tokenPattern, (token) => (token.startsWith('"') ? '""' : token));
}

function hasWord(text: string, predicate: (word: string) => boolean): boolean {
  return listTokens(text).some((token) => !/^["()[\]]/.test(token) && predicate(token));
}

/** A schema URN that we know ends where the schema's does: a colon behind it is part of no name. */
function hasMoreBehindKnownUrn(word: string): boolean {
  return [userSchemaUrn, enterpriseUserSchemaUrn].some((urn) => {
    const isKnown = word.toLowerCase().startsWith(`${urn.toLowerCase()}:`);
    return isKnown && word.slice(urn.length + 1).includes(":");
  });
}

const hasEscape = (text: string) => listStrings(text).some((string) => /\\[^"]/.test(string));

/** Every known difference. A damaged filter may have several; one that explains the outcome is enough. */
export const differences: readonly Difference[] = [
  {
    name: 'they read "not" without parentheses',
    section: 'RFC 7644 §3.4.2.2: "not" "(" FILTER ")"',
    kind: "only theirs reads it",
    examples: ['not userName eq "x"', "title pr and not active pr", "not not (title pr)"],
    appliesTo: (text) => /(?<![-\w.:])not(?![-\w.:])\s*(?!\s|\()/i.test(withoutStrings(text)),
  },
  {
    name: 'they read "not" between two terms, like "and"',
    section: 'RFC 7644 §3.4.2.2: logExp has "and" and "or" alone',
    kind: "only theirs reads it",
    examples: ["title pr not (active pr)"],
    appliesTo: (text) =>
      listTokens(text).some(
        (token, index, all) => /^not$/i.test(token) && index > 0 && !/^(and|or|not|\(|\[)$/i.test(all[index - 1] ?? ""),
      ),
  },
  {
    name: 'we read an attribute that is named "not"',
    section: "RFC 7644 §3.4.2.2: ATTRNAME reserves no word",
    kind: "only ours reads it",
    examples: ["not pr", 'not eq "x"', 'not[type eq "x"]'],
    appliesTo: (text) =>
      /(?<![-\w.:])not(\s+(eq|ne|co|sw|ew|gt|ge|lt|le|pr)(?![-\w.:])|\[)/i.test(withoutStrings(text)),
  },
  {
    name: "we read true, false and null in any case",
    section: "behaviour checklist F-06; RFC 7159 §3 has them in lower case",
    kind: "only ours reads it",
    examples: ["active eq True", "active eq FALSE", "title eq Null"],
    appliesTo: (text) => hasWord(text, (word) => /^(true|false|null)$/i.test(word) && word !== word.toLowerCase()),
  },
  {
    name: "they take JSON's escapes for plain characters",
    section: "RFC 7644 §3.4.2.2: compValue is a JSON string; RFC 7159 §7",
    kind: "read as another tree",
    examples: ['userName eq "a\\\\b"', 'title co "\\u00e9"', 'title eq "a\\tb"'],
    appliesTo: hasEscape,
  },
  {
    name: "they refuse a string that ends in an escaped backslash",
    section: "RFC 7159 §7",
    kind: "only ours reads it",
    examples: ['userName sw "dom\\\\"'],
    appliesTo: hasEscape,
  },
  {
    name: "they read escapes that JSON does not have, and those of U+0000 and of half a character",
    section: "RFC 7159 §7, §8.2",
    kind: "only theirs reads it",
    examples: ['userName eq "a\\qb"', 'userName eq "\\u0000"', 'userName eq "\\ud800"'],
    appliesTo: hasEscape,
  },
  {
    name: "they read half of a surrogate pair",
    section: "RFC 7159 §8.1, §8.2: JSON text is Unicode",
    kind: "only theirs reads it",
    examples: ['userName eq "\ud800"'],
    appliesTo: (text) => loneSurrogate.test(text),
  },
  {
    name: "they refuse a number with a sign unless it stands last",
    section: "RFC 7644 §3.4.2.2: compValue is a JSON number; RFC 7159 §6",
    kind: "only ours reads it",
    examples: ["x gt -5 and title pr", "(x lt -1.5)", "x eq 1e+5 or title pr"],
    appliesTo: (text) => /(?<![-\w.:])(-\d|\d[\d.]*e\+)[-+\d.e]*[\s)]/i.test(withoutStrings(text)),
  },
  {
    name: "they read a number that is beyond every double as infinite",
    section: "RFC 7159 §6: the range of numbers may be limited",
    kind: "only theirs reads it",
    examples: ["x lt 1e999"],
    appliesTo: (text) => hasWord(text, (word) => /^-?\d/.test(word) && !Number.isFinite(Number(word))),
  },
  {
    name: "they read names that are no attribute names, and more than one dot",
    section: 'RFC 7644 §3.4.2.2: attrPath = [URI ":"] ATTRNAME *1subAttr; RFC 7643 §2.1',
    kind: "only theirs reads it",
    examples: ["1st pr", "_x pr", "name.a.b pr", "name. pr", 'a/b eq "x"', "x:userName pr", `${userSchemaUrn}:a:b pr`],
    appliesTo: (text) => hasWord(text, (word) => !attributePath.test(word) || hasMoreBehindKnownUrn(word)),
  },
  {
    name: "we read $ref",
    section: "RFC 7643 §2.4: the sub-attribute of references, which ATTRNAME does not spell",
    kind: "only ours reads it",
    examples: ['members.$ref co "/Users/"', 'members[$ref co "/Users/"]'],
    appliesTo: (text) => hasWord(text, (word) => /(^|\.)\$ref$/i.test(word)),
  },
  {
    name: "we read every character that a URN may have",
    section: "RFC 8141 §2",
    kind: "only ours reads it",
    examples: ["urn:example:a@b:tag pr"],
    appliesTo: (text) => hasWord(text, (word) => /^urn:.*[~+=@;,$!*?#]/i.test(word)),
  },
  {
    name: "they take a schema URN alone for an attribute",
    section: "RFC 7644 §3.10: a schema URN is followed by an attribute",
    kind: "only theirs reads it",
    examples: ["urn:ietf:params:scim:schemas:core:2.0:User pr", "urn:example:2.0:User pr"],
    appliesTo: (text) => hasWord(text, (word) => /^urn:.*:v?\d+(\.\d+)*:[-\w.$]+$/i.test(word)),
  },
  {
    name: "they read a space before the bracket",
    section: 'RFC 7644 §3.4.2.2: valuePath = attrPath "[" valFilter "]"',
    kind: "only theirs reads it",
    examples: ['emails [type eq "work"]'],
    appliesTo: (text) => /\s\[/.test(withoutStrings(text)),
  },
  {
    name: "they read a value filter behind a sub-attribute and within another",
    section: "RFC 7643 §2.3.8: a sub-attribute is never complex",
    kind: "only theirs reads it",
    examples: ['emails.value[type eq "work"]', 'emails[value[type eq "work"]]'],
    appliesTo: (text) => /\.[-\w$]+\s*\[|\[[^\]]*\[/.test(withoutStrings(text)),
  },
  {
    name: "we hold a sub-attribute behind a bracket to the same element",
    section: "behaviour checklist F-11; RFC 7644 §3.4.2.2 on value paths: the same element",
    kind: "read as another tree",
    examples: ['emails[type eq "work"].value eq "x"', 'emails[type eq "work"].value pr and title pr'],
    appliesTo: (text) => /\]\.\w/.test(withoutStrings(text)),
  },
  {
    name: "they read a dot that hangs behind a bracket",
    section: "RFC 7644 §3.4.2.2: no such production",
    kind: "only theirs reads it",
    examples: ['emails[type eq "work"].', 'emails[type eq "work"]. value pr'],
    appliesTo: (text) => /\]\.(?![a-z])/i.test(withoutStrings(text)),
  },
  {
    name: "we read an operator behind a bracket, as of the value",
    section: "behaviour checklist F-11, F-10",
    kind: "only ours reads it",
    examples: ['emails[type eq "work"] pr', 'emails[type eq "work"] co "x"'],
    appliesTo: (text) => /\]\s*(eq|ne|co|sw|ew|gt|ge|lt|le|pr)(?![-\w.:])/i.test(withoutStrings(text)),
  },
  {
    name: "they take every Unicode white space for a space",
    section: "RFC 7644 §3.4.2.2: SP",
    kind: "only theirs reads it",
    examples: ["userName\u00a0pr"],
    appliesTo: (text) => /[^\S \t\r\n]/.test(withoutStrings(text)),
  },
  {
    name: "we refuse what is too long, too many or too deep",
    section: "RFC 7644 §3.12: tooMany; behaviour checklist F-19, T-13",
    kind: "only theirs reads it",
    examples: [
      `title eq "${"x".repeat(10_000)}"`,
      Array.from({ length: 201 }, () => "title pr").join(" or "),
      `${"(".repeat(51)}title pr${")".repeat(51)}`,
    ],
    appliesTo: (text) => text.length > 10_000 || listTokens(text).length > 400 || text.split("(").length > 50,
  },
];
