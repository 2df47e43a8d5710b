/** A place in an expression: characters from its beginning. */
export type Place = { readonly start: number };

/** What went wrong in an expression, in words for the person who wrote it. Lines and columns count from 1. */
export type ExpressionError = { readonly line: number; readonly column: number; readonly message: string };

/** Thrown while a mapping is computed, and caught where it is run. */
export class MappingError extends Error {
  readonly place: Place;

  constructor(place: Place, detail: string) {
    super(detail);
    this.name = "MappingError";
    this.place = place;
  }
}

/** Says where in the text a place is. */
export function createExpressionError(expression: string, { start }: Place, message: string): ExpressionError {
  const before = expression.slice(0, start).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, message };
}
