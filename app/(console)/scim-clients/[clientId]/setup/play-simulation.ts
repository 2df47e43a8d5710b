import type { SimulationInput } from "@/lib/console/client-setup/simulation-input";
import type { OpenScimClient } from "@/lib/console/open-scim-client";
import { accept, type Result } from "@/lib/console/result";
import { beginSimulation, endSimulation, type Simulation, type SimulationAccess } from "@/lib/console/simulations";
import { playHere } from "@/lib/http/play-here";
import type { PlayedStep } from "@/lib/http/simulator";

/** Plays a run that has begun, and ends it whatever happens: also when nobody listens any more. */
export async function* playAndEnd(access: SimulationAccess, simulation: Simulation): AsyncGenerator<PlayedStep> {
  const result = { done: 0, failed: 0, created: { users: [] as string[], groups: [] as string[] } };
  try {
    for await (const step of playHere(simulation.sequence, simulation.token)) {
      if (step.outcome === "done") result.done += 1;
      if (step.outcome === "failed") result.failed += 1;
      if (step.created?.resourceType === "User") result.created.users.push(step.created.id);
      if (step.created?.resourceType === "Group") result.created.groups.push(step.created.id);
      yield step;
    }
  } finally {
    await endSimulation(access, simulation, result);
  }
}

/** Plays a sequence without telling its steps. */
export async function playToTheEnd(
  access: SimulationAccess,
  client: OpenScimClient,
  { sequence, place }: SimulationInput,
): Promise<Result<{ clientId: string; place: SimulationInput["place"] }>> {
  const begun = await beginSimulation(access, client, { sequence, place });
  if (!begun.ok) return begun;
  for await (const _ of playAndEnd(access, begun.value));
  return accept({ clientId: client.id, place });
}
