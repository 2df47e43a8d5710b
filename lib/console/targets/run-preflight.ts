import type { Database } from "@/lib/db/pool";
import { createSyncStore } from "@/lib/db/sync-store";
import { saveFailedPreflight } from "@/lib/db/targets";
import type { Capabilities, Finding } from "@/lib/provisioning/capabilities";
import { preflight } from "@/lib/provisioning/preflight";
import type { LoadedTarget } from "@/lib/provisioning/sync-store";
import type { TargetClient } from "@/lib/provisioning/target-client";
import { UnsealError } from "@/lib/secrets";
import { accept, type Result, refuse } from "../result";
import { type FoundTarget, requireTarget } from "./require-target";
import { getSealingKeys } from "./sealing-keys";

/** Makes the client that speaks to a target: what may be called and how is decided where HTTP is. */
export type CreateTargetClient = (target: LoadedTarget) => TargetClient;

export type TargetPreflight = FoundTarget & {
  /** Whether nothing stands in the way of provisioning. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  /** What Roster will therefore do, a sentence each. */
  readonly says: readonly string[];
  readonly capabilities: Capabilities;
  readonly requests: number;
};

/**
 * Finds out what a target can do, by reading alone, and keeps it. It works for paused targets too: so a new credential is tried.
 */
export async function runPreflight(
  database: Database,
  subdomain: string,
  name: string,
  createClient: CreateTargetClient,
): Promise<Result<TargetPreflight>> {
  const found = await requireTarget(database.prisma, subdomain, name);
  if (!found.ok) return found;
  const { id } = found.value.target;
  const store = createSyncStore(database, getSealingKeys());
  try {
    const target = await store.loadTarget(id);
    if (target === undefined) return refuse(`The target "${name}" was removed just now.`, "target");
    const client = createClient(target);
    const { capabilities, findings, says, ok } = await preflight(client, target, target.quirks);
    const told = { findings: findings.map((finding) => ({ ...finding })), says: [...says] };
    if (ok) await store.saveCapabilities(id, capabilities, told);
    else await saveFailedPreflight(database.prisma, id, told);
    return accept({ ...found.value, ok, findings, says, capabilities, requests: client.countRequests() });
  } catch (error) {
    if (error instanceof UnsealError) return refuse(error.message);
    throw error;
  }
}
