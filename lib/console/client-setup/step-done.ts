import { lockScimClient, type ScimClientSettings, updateStepDone } from "@/lib/db/scim-clients";
import { runInTransaction } from "@/lib/db/transaction";
import { findWalkthrough } from "@/lib/walkthroughs/find-walkthrough";
import { accept, type Result, refuse } from "../result";
import type { SimulationAccess } from "../simulations";

/** Ticks a step off that no request proves, or takes the tick back. It is a note of a person's to themselves: no audit event. */
export async function setStepDone(
  { database }: Pick<SimulationAccess, "database">,
  client: Pick<ScimClientSettings, "id" | "preset">,
  step: string,
  isDone: boolean,
): Promise<Result<null>> {
  const known = findWalkthrough(client.preset).steps.some(({ id, proof }) => id === step && proof === undefined);
  if (!known) return refuse("This step is ticked off by what the identity provider sends.");
  await runInTransaction(database, async (db) => {
    await lockScimClient(db, client.id);
    await updateStepDone(db, client.id, step, isDone ? new Date() : undefined);
  });
  return accept(null);
}
