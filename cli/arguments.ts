import { InvalidArgumentError } from "commander";

export type TextMap = ReadonlyMap<string, string>;

/** Collects key=value arguments; a key given twice is an oversight and refused. */
export function collectKeyValue(text: string, collected: TextMap = new Map()): TextMap {
  const separator = text.indexOf("=");
  if (separator < 1) {
    throw new InvalidArgumentError("Write it as key=value.");
  }
  const key = text.slice(0, separator);
  if (collected.has(key)) {
    throw new InvalidArgumentError(`${key} is given twice.`);
  }
  return new Map([...collected, [key, text.slice(separator + 1)]]);
}

/** Collects the values of an argument that may be repeated. */
export function collectText(text: string, collected: readonly string[] = []): readonly string[] {
  return [...collected, text];
}

/** A reader of whole numbers from 1 to `maximum`. */
export function readWholeNumber(maximum: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (number < 1 || number > maximum) {
      throw new InvalidArgumentError(`It is a whole number from 1 to ${maximum}.`);
    }
    return number;
  };
}
