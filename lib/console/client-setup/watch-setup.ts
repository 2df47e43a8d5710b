import { readSetupSignature } from "@/lib/db/received-requests";
import { getRequestNews } from "@/lib/db/request-news";
import { findSandboxClientId, findSandboxId } from "@/lib/db/sandboxes";
import { findScimClientById, type ScimClientSettings } from "@/lib/db/scim-clients";
import type { SimulationAccess } from "../simulations";
import { describeSetup } from "./describe-setup";
import type { SetupPlace, SetupView } from "./setup-view";

/** News come at once; what no organization is known of, and ticks, are looked for. */
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
  const watchedOrganization =
    (place === "sandbox" ? await findSandboxId(prisma, access.organization.id) : undefined) ?? access.organization.id;
  let wake = () => {};
  let isOver = false;
  const end = () => {
    isOver = true;
    wake();
  };
  const unsubscribe = getRequestNews().subscribe(watchedOrganization, () => wake(), end);
  try {
    let shown = "";
    let readAt = 0;
    while (!isOver) {
      const client = await findScimClientById(prisma, access.organization.id, clientId);
      if (client === undefined) return;
      const signature = `${client.state} ${await readSignature(access, client, place)}`;
      if (signature !== shown || performance.now() - readAt > readAgainEveryMs) {
        shown = signature;
        readAt = performance.now();
        yield await describeSetup(access, client, place);
      }
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([wait(lookEveryMs), woken]);
    }
  } finally {
    unsubscribe();
  }
}

/** The sandbox may be made, or its client, while it is watched. */
async function readSignature(
  { database, organization }: Pick<SimulationAccess, "database" | "organization">,
  client: ScimClientSettings,
  place: SetupPlace,
): Promise<string> {
  const { prisma } = database;
  const sandboxId = place === "sandbox" ? await findSandboxId(prisma, organization.id) : undefined;
  const watchedId = sandboxId === undefined ? client.id : await findSandboxClientId(prisma, sandboxId, client);
  return await readSetupSignature(prisma, client.id, watchedId ?? client.id, organization.id);
}
