import type { SimulationInput } from "@/lib/console/client-setup/simulation-input";
import type { OpenScimClient } from "@/lib/console/find-open-client";
import { accept, type Result } from "@/lib/console/result";
import { beginSimulation, type SimulationAccess, trackSimulation } from "@/lib/console/simulations";
import { playHere } from "@/lib/http/play-here";

/** Plays a sequence without telling its steps. */
export async function playToTheEnd(
  access: SimulationAccess,
  client: OpenScimClient,
  { sequence, place }: SimulationInput,
): Promise<Result<{ clientId: string; place: SimulationInput["place"] }>> {
  const begun = await beginSimulation(access, client, { sequence, place });
  if (!begun.ok) return begun;
  for await (const _ of trackSimulation(access, begun.value, playHere(sequence, begun.value.token)));
  return accept({ clientId: client.id, place });
}
