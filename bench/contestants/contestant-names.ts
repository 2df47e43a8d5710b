/**
 * Who can take part, in the order of the table; by these names `--only` chooses. `roster` is its own server in one process,
 * `roster-2` in two, `roster-next` the route handler under plain `next start`.
 */
export const contestantNames = ["floor", "roster", "roster-2", "roster-next", "saml-jackson", "scimmy"] as const;

export type ContestantName = (typeof contestantNames)[number];

/** Whether it is ours, so that a phase in which it fails is a defect and not a finding. */
export function isOurs(name: string): boolean {
  return name === "floor" || name.startsWith("roster");
}
