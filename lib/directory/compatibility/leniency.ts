/** A tolerance that a request needed: its name, and a sentence for the log that says what was read as what. */
export type Leniency = { readonly name: string; readonly detail: string };
