import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link to a page of ours. Nothing is fetched before somebody follows it: every page is made afresh for each request, so that
 * there is nothing to have in advance, and a list of fifty people would ask the server fifty times for it.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
