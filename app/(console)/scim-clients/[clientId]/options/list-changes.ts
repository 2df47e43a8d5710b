/** What is needed of an option to name it and its values. */
type NamedOption = {
  readonly name: string;
  readonly title: string;
  readonly values: readonly { readonly value: string; readonly name: string; readonly consequence: string }[];
};

/** One setting that would hold differently, in words. */
export type Change = {
  readonly name: string;
  readonly title: string;
  readonly before: string;
  readonly after: string;
  /** What follows from the new value. */
  readonly consequence: string;
};

/** What holds differently from one set of options to another. */
export function listChanges<Field extends NamedOption>(
  fields: readonly Field[],
  readBefore: (field: Field) => string,
  readAfter: (field: Field) => string,
): readonly Change[] {
  return fields.flatMap((field) => {
    const before = readBefore(field);
    const after = readAfter(field);
    if (before === after) return [];
    const found = field.values.find(({ value }) => value === after) ?? field.values.at(-1);
    return [
      {
        name: field.name,
        title: field.title,
        before: nameValue(field, before),
        after: nameValue(field, after),
        consequence: found?.consequence ?? "",
      },
    ];
  });
}

function nameValue(field: NamedOption, value: string): string {
  return field.values.find((known) => known.value === value)?.name ?? value;
}
