import { type ScimClientSort, scimClientSorts } from "@/lib/console/scim-client-table";

export type ClientOrder = { readonly sort: ScimClientSort; readonly isDescending: boolean };

type SearchParams = { readonly sort?: string | string[]; readonly order?: string | string[] };

/** The order that a page's address asks for; by name where it asks for none that there is. */
export function readClientOrder({ sort: wanted, order }: SearchParams): ClientOrder {
  const sort = scimClientSorts.find((known) => known === wanted) ?? "name";
  return { sort, isDescending: order === "desc" };
}

/** The address of the list in another order: the other way round where it is sorted by this already. */
export function formatClientOrder(sort: ScimClientSort, now: ClientOrder): string {
  const isDescending = sort === now.sort && !now.isDescending;
  return `/scim-clients?sort=${sort}${isDescending ? "&order=desc" : ""}`;
}
