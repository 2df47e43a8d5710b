/** Who can take part, in the order of the table; by these names `--only` chooses. */
export const contestantNames: readonly string[] = ["floor", "roster"];
