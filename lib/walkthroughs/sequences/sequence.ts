import type { JsonObject } from "@/lib/scim/json";

/** One request of an identity provider, and what it means. */
export type SequenceStep = {
  /** What the identity provider does, such as "Looks for Ada Lovelace". */
  readonly title: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base URL, with {{names}} of what earlier answers held; filters are percent-encoded. */
  readonly path: string;
  readonly body?: JsonObject;
  /** Answers that the identity provider takes as success. */
  readonly expects: readonly number[];
  /** Keeps the id in the answer under this name: of the resource, or of the first in a list, if there is one. */
  readonly keepsId?: string;
  /** Left out when this name is kept already: whoever was found is not made again. */
  readonly unlessKept?: string;
};

/** What one identity provider sends when it is set up: its requests in their order, with the headers of each. */
export type Sequence = {
  readonly name: SequenceName;
  /** What people call it. */
  readonly title: string;
  /** What the button says that plays it. */
  readonly button: string;
  /** What is shown by it. */
  readonly summary: string;
  /** Of every request, aside from the token's. Absent User-Agent: none is sent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: string;
  readonly steps: readonly SequenceStep[];
};

export const sequenceNames = ["okta", "entra", "entra-without-flag", "authentik"] as const;

export type SequenceName = (typeof sequenceNames)[number];
