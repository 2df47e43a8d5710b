/** What the parts of the page need to know of their SCIM client. */
export type ClientReference = { readonly id: string; readonly name: string; readonly providerName: string };
