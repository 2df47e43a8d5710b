export type Amounts = {
  readonly people: number;
  readonly groups: number;
  /** How many people are in the first group; the others have about twenty. */
  readonly largestGroup: number;
  readonly requests: number;
};

/** The organization and the SCIM client that everything is filled in for. */
export type Place = { readonly organizationId: string; readonly clientId: string };
