import { bulk } from "./bulk";
import { groupPhases } from "./groups";
import { listPhases } from "./lists";
import { peoplePhases } from "./people";
import type { Phase, PhaseWeight } from "./phase";

/** What is asked of each server, in this order: deleted are, in the end, those who were created first. */
export const phases: readonly Phase[] = [
  peoplePhases.create,
  peoplePhases.get,
  ...listPhases.filters,
  peoplePhases.patchAttribute,
  peoplePhases.patchActive,
  peoplePhases.put,
  listPhases.list,
  listPhases.sort,
  listPhases.deepIndex,
  listPhases.deepCursor,
  groupPhases.create,
  groupPhases.addMemberAlone,
  groupPhases.addMemberTogether,
  groupPhases.readWithMembers,
  groupPhases.readWithoutMembers,
  bulk,
  peoplePhases.remove,
];

export const phaseNames: readonly string[] = phases.map(({ name }) => name);

/** @throws Error when there is none of this name */
export function getPhase(name: string): Phase {
  const phase = phases.find((one) => one.name === name);
  if (phase === undefined) throw new Error(`There is no phase "${name}". The phases are ${phaseNames.join(", ")}.`);
  return phase;
}

const requestsOnOne: Readonly<Record<PhaseWeight, number>> = { read: 300, write: 150, page: 60, bulk: 3 };
const requestsOnMany: Readonly<Record<PhaseWeight, number>> = { read: 1600, write: 800, page: 240, bulk: 16 };

/**
 * How many requests a phase sends: about a second's worth, the same to every server.
 *
 * @param scale 1 for the whole measurement, less for a quick one
 */
export function countRequests({ weight }: Phase, connections: number, scale: number): number {
  const count = (connections === 1 ? requestsOnOne : requestsOnMany)[weight];
  return Math.max(connections, Math.ceil(count * scale));
}
