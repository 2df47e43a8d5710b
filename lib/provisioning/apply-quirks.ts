import type { Capabilities, Quirks } from "./capabilities";
import { isSetByPerson } from "./decide-capability";
import type { Target } from "./target";

/**
 * What the target can do, less what it turned out not to do since its configuration was read. What a person has decided stays,
 * so that an option that is set to yes also undoes a quirk.
 */
export function applyQuirks(
  capabilities: Capabilities,
  quirks: Quirks,
  target: Pick<Target, "preset" | "options">,
): Capabilities {
  const has = (name: "patch" | "bulk" | "filter" | "etag" | "valuePaths" | "membersListed") =>
    quirks[name] === false && !isSetByPerson(name, target);
  const lacks = (what: string) => ({ value: false, reason: `The target says that it has ${what}, and refused it.` });
  const { bulk } = capabilities;
  return {
    ...capabilities,
    ...(has("patch") && capabilities.patch.value ? { patch: lacks("PATCH") } : {}),
    ...(has("bulk") && bulk.value.supported
      ? { bulk: { value: { ...bulk.value, supported: false }, reason: lacks("Bulk").reason } }
      : {}),
    ...(has("filter") && capabilities.filter.value ? { filter: lacks("filters") } : {}),
    ...(has("etag") && capabilities.etag.value ? { etag: lacks("entity tags") } : {}),
    ...(quirks.groups === false && capabilities.groups.value ? { groups: lacks("groups") } : {}),
    ...(has("valuePaths") && capabilities.valuePaths.value
      ? {
          valuePaths: {
            value: false,
            reason: "The target refused a PATCH path with a filter, and took whole attributes.",
          },
        }
      : {}),
    ...(has("membersListed") && capabilities.membersListed.value
      ? { membersListed: { value: false, reason: "Groups that were read did not list the members that they have." } }
      : {}),
  };
}
