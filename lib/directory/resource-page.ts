import type { JsonObject } from "@/lib/scim/json";
import type { Projection } from "@/lib/scim/project-attributes";
import type { ListPosition, ListRequest, Page } from "./directory-store";

/** What is asked of a list: which resources, in which order, which page of them, and what of each is shown. */
export type ResourceListQuery = ListRequest & { readonly projection: Projection };

/** One page of resources as the client will see them. */
export type ResourcePage = {
  readonly resources: readonly JsonObject[];
  /** How many match on all pages together. */
  readonly totalResults: number;
  /** Present on a keyset page after which there are more. */
  readonly next?: ListPosition;
};

/** The page of a list with its resources prepared for the response. */
export function presentPage<Stored>(page: Page<Stored>, present: (stored: Stored) => JsonObject): ResourcePage {
  return { ...page, resources: page.resources.map(present) };
}
