import type { LoadedTarget, Subject } from "@/lib/provisioning/sync-store";

/** Why a person or group is in the scope of a target, in a sentence. */
export function describeInScope({ scope, options }: Pick<LoadedTarget, "scope" | "options">, subject: Subject): string {
  if (subject.resourceType === "Group") {
    return options.groups === "scope" ? "It is a group of the scope." : "All groups are provisioned.";
  }
  const { user } = subject;
  const groups = (user?.groups ?? []).filter(({ id }) => scope.groupIds.includes(id));
  const names = groups.map(({ display }) => display);
  const reasons = [
    ...(names.length === 0
      ? []
      : [`in ${new Intl.ListFormat("en", { type: "conjunction" }).format(names.slice(0, 5))}, of the scope's groups`]),
    ...(scope.roles.length === 0 ? [] : [`has the role ${user?.role ?? ""}, which is in scope`]),
    ...(scope.filter === undefined ? [] : ["fits the scoping filter"]),
  ];
  if (reasons.length > 0) return `In scope: ${reasons.join("; ")}.`;
  return options.includeGuests ? "Everybody is in scope." : "Everybody but guests is in scope.";
}
