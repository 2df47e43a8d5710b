import type { Capabilities, Quirks } from "./capabilities";

/** What the target can do, less what it turned out not to do since its configuration was read. */
export function applyQuirks(capabilities: Capabilities, quirks: Quirks): Capabilities {
  const lacks = (what: string) => ({ value: false, reason: `The target says that it has ${what}, and refused it.` });
  const { bulk } = capabilities;
  return {
    ...capabilities,
    ...(quirks.patch === false && capabilities.patch.value ? { patch: lacks("PATCH") } : {}),
    ...(quirks.bulk === false && bulk.value.supported
      ? { bulk: { value: { ...bulk.value, supported: false }, reason: lacks("Bulk").reason } }
      : {}),
    ...(quirks.filter === false && capabilities.filter.value ? { filter: lacks("filters") } : {}),
    ...(quirks.etag === false && capabilities.etag.value ? { etag: lacks("entity tags") } : {}),
    ...(quirks.groups === false && capabilities.groups.value ? { groups: lacks("groups") } : {}),
    ...(quirks.valuePaths === false && capabilities.valuePaths.value
      ? {
          valuePaths: {
            value: false,
            reason: "The target refused a PATCH path with a filter, and took whole attributes.",
          },
        }
      : {}),
    ...(quirks.membersListed === false && capabilities.membersListed.value
      ? { membersListed: { value: false, reason: "Groups that were read did not list the members that they have." } }
      : {}),
  };
}
