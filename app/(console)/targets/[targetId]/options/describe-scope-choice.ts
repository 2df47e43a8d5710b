import type { ScopeChoice } from "../../scope-inputs";

/** A scope that is being chosen, in a line. */
export function describeScopeChoice({ groups, roles, filter }: ScopeChoice): string {
  const parts = [
    ...(groups.length === 0 ? [] : [`groups ${groups.map(({ name }) => name).join(", ")}`]),
    ...(roles.length === 0 ? [] : [`roles ${roles.join(", ")}`]),
    ...(filter.trim() === "" ? [] : [`filter ${filter.trim()}`]),
  ];
  return parts.length === 0 ? "everybody" : parts.join("; ");
}
