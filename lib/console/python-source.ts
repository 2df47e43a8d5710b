/** A place in a text, as editors count it: both from 1. */
export type SourcePosition = { readonly line: number; readonly column: number };

/** The text cannot be read as the Python literal that was looked for; says where and what was expected. */
export class PythonSyntaxError extends Error {
  readonly position: SourcePosition;

  constructor(message: string, position: SourcePosition) {
    super(`Line ${position.line}, column ${position.column}: ${message}`);
    this.name = "PythonSyntaxError";
    this.position = position;
  }
}

const identifierPattern = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}_]*/uy;
const blankPattern = /(?:[ \t\f]|\\\n)*/y;
const blankAndNewlinePattern = /(?:[ \t\f\n]|\\\n|#[^\n]*)*/y;
const stringOpeningPattern = /([A-Za-z]{0,2})("""|'''|"|')/y;

export type StringOpening = { readonly prefix: string; readonly quote: string; readonly length: number };

/** A reading position in Python source, with the few moves that reading literals needs. */
export class PythonSource {
  readonly text: string;
  offset = 0;

  /** Line ends become "\n" and a byte order mark goes, as Python reads files. */
  constructor(text: string) {
    this.text = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  }

  get atEnd(): boolean {
    return this.offset >= this.text.length;
  }

  get next(): string {
    return this.text.charAt(this.offset);
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.offset);
  }

  /** Moves past `text` if it is next, and says whether it was. */
  take(text: string): boolean {
    if (!this.startsWith(text)) {
      return false;
    }
    this.offset += text.length;
    return true;
  }

  /** What the sticky `pattern` matches here, without moving. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.offset;
    return pattern.exec(this.text) ?? undefined;
  }

  /** The name that begins here, if one does, without moving. */
  findIdentifier(): string | undefined {
    return this.match(identifierPattern)?.[0];
  }

  /** The beginning of a string literal here, if there is one, without moving. */
  findStringOpening(): StringOpening | undefined {
    const match = this.match(stringOpeningPattern);
    return match === undefined
      ? undefined
      : { prefix: (match[1] ?? "").toLowerCase(), quote: match[2] ?? "", length: match[0].length };
  }

  /** Moves past blanks and continued line ends; with `newlines`, as inside brackets, past line ends and comments too. */
  skipBlanks(newlines: boolean): void {
    this.offset += this.match(newlines ? blankAndNewlinePattern : blankPattern)?.[0].length ?? 0;
  }

  /** Moves past a comment to the end of its line. */
  skipComment(): void {
    const lineEnd = this.text.indexOf("\n", this.offset);
    this.offset = lineEnd === -1 ? this.text.length : lineEnd;
  }

  positionAt(offset: number = this.offset): SourcePosition {
    const before = this.text.slice(0, offset);
    return { line: before.split("\n").length, column: offset - (before.lastIndexOf("\n") + 1) + 1 };
  }

  /** What stands at the reading position, in words for an error. */
  describeNext(): string {
    if (this.atEnd) {
      return "the end of the file";
    }
    if (this.next === "\n") {
      return "the end of the line";
    }
    const identifier = this.findIdentifier();
    return identifier ?? `"${String.fromCodePoint(this.text.codePointAt(this.offset) ?? 0)}"`;
  }

  fail(message: string, offset: number = this.offset): never {
    throw new PythonSyntaxError(message, this.positionAt(offset));
  }
}
