import type { Capabilities } from "./capabilities";
import type { TargetOptions } from "./target-options";

const deprovisionSentences: Readonly<Record<TargetOptions["deprovision"], string>> = {
  deactivate: "A person who leaves is set to inactive there.",
  delete: "A person who leaves is deleted there.",
  deactivateThenDelete: "A person who leaves is set to inactive there, and deleted",
  leave: "A person who leaves stays there as they are.",
};

/** What Roster will do at a target with these capabilities and options, a sentence each. */
export function describeBehaviour(capabilities: Capabilities, options: TargetOptions): readonly string[] {
  const { patch, putUsers, bulk, filter, etag, changePassword, groups, membersListed } = capabilities;
  const hasGroups = groups.value && options.groups !== "none";
  const sentences: (string | false)[] = [
    describeChanges(patch.value, putUsers.value),
    capabilities.onlyActiveChanges.value && "Of people who are there, only active is changed.",
    bulk.value.supported
      ? `Where there are many changes, up to ${bulk.value.maxOperations} are sent in one request to /Bulk.`
      : "Each change is a request of its own.",
    filter.value
      ? "Who is at the target already is found by a filter, linked and brought up to date, so that nobody is there twice."
      : "Roster cannot look people up by a filter: it finds those who are there by reading the list to its end.",
    etag.value && "A change holds only for the version that Roster has seen (If-Match).",
    !hasGroups && (groups.value ? "Groups are not provisioned." : "Groups are left out, since the target has none."),
    hasGroups &&
      !membersListed.value &&
      "Members of groups are compared with what Roster sent, since the target does not show them.",
    options.syncPassword &&
      (changePassword.value
        ? "Passwords are passed on."
        : "Passwords are not passed on, since the target does not take changes of them."),
    describeUnsupported(capabilities.unsupported),
    describeDeprovision(options),
    options.requestsPerSecond !== "none" && `At most ${options.requestsPerSecond} requests a second are sent.`,
  ];
  return sentences.filter((sentence) => sentence !== false);
}

function describeChanges(patch: boolean, putUsers: boolean): string {
  if (!patch) return "Changes are sent as PUT of the whole resource.";
  return putUsers ? "People are changed by PUT, groups by PATCH." : "Changes are sent as PATCH.";
}

function describeUnsupported(unsupported: Capabilities["unsupported"]): string | false {
  const names = [...new Set(unsupported.map(({ path }) => path.slice(path.lastIndexOf(":") + 1)))];
  if (names.length === 0) return false;
  const shown = names.slice(0, 5).join(", ");
  const others = names.length > 5 ? ` and ${names.length - 5} more` : "";
  return `Left out, since the target's schemas do not have or allow it: ${shown}${others}.`;
}

function describeDeprovision({ deprovision, deleteAfterDays }: TargetOptions): string {
  const sentence = deprovisionSentences[deprovision];
  return deprovision === "deactivateThenDelete" ? `${sentence} after ${deleteAfterDays} days.` : sentence;
}
