import { insertAccessToken, revokeAccessToken } from "@/lib/db/access-tokens";
import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import { emptySandbox, holdSandbox, placeSandboxClient } from "@/lib/db/sandboxes";
import type { ScimClientSettings } from "@/lib/db/scim-clients";
import { listReallyCreated, type ResourceIds } from "@/lib/db/simulated-resources";
import { runInTransaction } from "@/lib/db/transaction";
import type { Organization } from "@/lib/directory/scim-client";
import { createAccessToken } from "@/lib/secrets";
import type { SequenceName } from "@/lib/walkthroughs/sequences/sequence";
import { describeToken } from "./access-tokens";
import { accept, actInTransaction, type Result, refuse } from "./result";

/** Where the simulator plays: in the organization's sandbox, or against the SCIM client itself, where real people are. */
export type SimulationPlace = "sandbox" | "client";

/** A run of the simulator that has begun. */
export type Simulation = {
  readonly sequence: SequenceName;
  readonly place: SimulationPlace;
  /** The organization's own client, whose set-up is rehearsed. */
  readonly client: ScimClientSettings;
  /** Where the requests go. */
  readonly target: { readonly organizationId: string; readonly scimClientId: string };
  readonly tokenId: string;
  readonly token: string;
  readonly startedAt: Date;
};

export type SimulationAccess = {
  readonly database: Database;
  readonly actor: Actor;
  readonly organization: Organization;
};

const tokenLifetimeMs = 15 * 60 * 1000;
const simulatedDomain = "example.com";

/**
 * Prepares a run: a token that lives for minutes, and, in the sandbox, an empty place with a client of the same preset and
 * options. Whoever begins one ends it with `endSimulation`.
 */
export async function beginSimulation(
  { database, organization }: SimulationAccess,
  client: ScimClientSettings,
  { sequence, place }: { readonly sequence: SequenceName; readonly place: SimulationPlace },
): Promise<Result<Simulation>> {
  const obstacle = place === "client" ? findObstacle(organization, client) : undefined;
  if (obstacle !== undefined) return refuse(obstacle);
  const token = createAccessToken();
  const startedAt = new Date();
  return await actInTransaction(database, async (db) => {
    let target = { organizationId: organization.id, scimClientId: client.id };
    if (place === "sandbox") {
      const organizationId = await holdSandbox(db, organization);
      await emptySandbox(db, organizationId);
      target = { organizationId, scimClientId: await placeSandboxClient(db, organizationId, client) };
    }
    const { id: tokenId } = await insertAccessToken(db, {
      scimClientId: target.scimClientId,
      ...describeToken(token),
      expiresAt: new Date(startedAt.getTime() + tokenLifetimeMs),
      forSimulator: true,
    });
    return accept({ sequence, place, client, target, tokenId, token, startedAt });
  });
}

/** Why the client itself cannot be played against. */
function findObstacle({ allowedEmailDomains, name }: Organization, client: ScimClientSettings): string | undefined {
  const instead = "Or play in the sandbox.";
  if (client.state === "paused") {
    return `${client.name} is paused and would ask the simulator to come back later. Resume it first. ${instead}`;
  }
  if (client.allowedAddresses.length > 0) {
    return `${client.name} may be called from certain addresses only, and the simulator calls from this server itself. ${instead}`;
  }
  if (allowedEmailDomains.length > 0 && !allowedEmailDomains.includes(simulatedDomain)) {
    return `${name} lets in people of ${allowedEmailDomains.join(", ")} only, and the simulator's people are of ${simulatedDomain}. ${instead}`;
  }
  return undefined;
}

/** What is counted of a request that was played. */
type Played = {
  readonly outcome: "done" | "failed" | "skipped";
  readonly created?: { readonly resourceType: "User" | "Group"; readonly id: string };
};

/** Passes the requests of a run on as they are played, and ends it whatever happens: also when nobody listens any more. */
export async function* trackSimulation<Step extends Played>(
  access: SimulationAccess,
  simulation: Simulation,
  played: AsyncIterable<Step>,
): AsyncGenerator<Step> {
  const result = { done: 0, failed: 0, created: { users: [] as string[], groups: [] as string[] } };
  try {
    for await (const step of played) {
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

/** What a run has come to. */
export type SimulationResult = {
  readonly done: number;
  readonly failed: number;
  /** What was answered as made. */
  readonly created: ResourceIds;
};

/** Ends a run: its token opens nothing any more, and what it made is remembered, so that it can be taken away again. */
export async function endSimulation(
  { database, actor, organization }: SimulationAccess,
  { client, place, sequence, startedAt, target, tokenId }: Simulation,
  { done, failed, created }: SimulationResult,
): Promise<void> {
  await runInTransaction(database, async (db) => {
    await revokeAccessToken(db, tokenId, new Date());
    const { users, groups } = await listReallyCreated(db, target, startedAt, created);
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action: "simulator.played",
      subject: client.name,
      details: {
        clientId: client.id,
        sequence,
        place,
        done,
        failed,
        created: { users: [...users], groups: [...groups] },
      },
    });
  });
}
