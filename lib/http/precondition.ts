import type { Precondition } from "@/lib/scim/entity-tag";

/**
 * The condition that the headers of a request make, as a part of a DirectoryRequest: nothing where they make none.
 *
 * @see RFC 9110 §13.1.1, §13.1.2
 */
export function readPrecondition(headers: Headers): { readonly precondition?: Precondition } {
  const ifMatch = headers.get("if-match");
  const ifNoneMatch = headers.get("if-none-match");
  if (ifMatch === null && ifNoneMatch === null) return {};
  return {
    precondition: { ...(ifMatch === null ? {} : { ifMatch }), ...(ifNoneMatch === null ? {} : { ifNoneMatch }) },
  };
}
