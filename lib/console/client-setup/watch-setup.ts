import { readSetupSignature } from "@/lib/db/received-requests";
import { findSandboxClientId, findSandboxId } from "@/lib/db/sandboxes";
import { findScimClientById } from "@/lib/db/scim-clients";
import type { SimulationAccess } from "../simulations";
import { describeSetup } from "./describe-setup";
import type { SetupPlace, SetupView } from "./setup-view";

const lookEveryMs = 1_000;
/** Requests are written in batches and may come out of their order: now and then everything is read again. */
const readAgainEveryMs = 15_000;

/**
 * The set-up of a client whenever it has changed, until the signal ends it or the client is gone.
 *
 * @param wait resolves after so many milliseconds, or rejects when the signal ends it
 */
export async function* watchSetup(
  access: Pick<SimulationAccess, "database" | "organization">,
  clientId: string,
  place: SetupPlace,
  wait: (ms: number) => Promise<void>,
): AsyncGenerator<SetupView> {
  const { prisma } = access.database;
  let shown = "";
  let readAt = 0;
  for (;;) {
    const client = await findScimClientById(prisma, access.organization.id, clientId);
    if (client === undefined) return;
    const sandboxId = place === "sandbox" ? await findSandboxId(prisma, access.organization.id) : undefined;
    const watchedId = sandboxId === undefined ? clientId : await findSandboxClientId(prisma, sandboxId, client);
    const signature = `${client.state} ${await readSetupSignature(prisma, clientId, watchedId ?? clientId, access.organization.id)}`;
    if (signature !== shown || performance.now() - readAt > readAgainEveryMs) {
      shown = signature;
      readAt = performance.now();
      yield await describeSetup(access, client, place);
    }
    await wait(lookEveryMs);
  }
}
