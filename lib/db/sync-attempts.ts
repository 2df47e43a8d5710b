import type { AttemptOperation, AttemptOutcome, ProvisionedType } from "@/lib/provisioning/sync-store";
import type { Exchange } from "@/lib/provisioning/target-client";
import { isJsonObject } from "@/lib/scim/json";
import type { Prisma } from "./generated/client";
import type { Queries } from "./transaction";
import { firstUuidAt, isUuid } from "./uuid";

/** One try at one resource at one target. */
export type ListedAttempt = {
  readonly id: string;
  readonly targetId: string;
  readonly targetName: string;
  readonly runId: string | undefined;
  /** The inbound request that led to it. */
  readonly requestId: string | undefined;
  readonly resourceType: ProvisionedType;
  readonly resourceId: string;
  readonly label: string;
  readonly at: Date;
  readonly operation: AttemptOperation;
  readonly outcome: AttemptOutcome;
  readonly detail: string;
  readonly requests: number;
  /** Milliseconds. */
  readonly durationMs: number;
};

/** With the last request of it, redacted. */
export type AttemptDetails = ListedAttempt & { readonly exchange: Exchange | undefined };

export type AttemptFilter = {
  readonly targetId?: string;
  readonly resourceId?: string;
  readonly runId?: string;
  readonly requestId?: string;
  readonly outcomes?: readonly AttemptOutcome[];
  readonly operations?: readonly AttemptOperation[];
  /** A part of the name. */
  readonly text?: string;
};

export type AttemptPage = { readonly before?: string; readonly after?: string; readonly limit: number };

const columns = {
  id: true,
  targetId: true,
  target: { select: { name: true } },
  runId: true,
  requestId: true,
  resourceType: true,
  resourceId: true,
  label: true,
  at: true,
  operation: true,
  outcome: true,
  detail: true,
  requests: true,
  durationMs: true,
} as const;

type Row = Prisma.SyncAttemptGetPayload<{ select: typeof columns }>;

/** One page of what was done at the organization's targets, the latest first. */
export async function listAttempts(
  db: Queries,
  organizationId: string,
  filter: AttemptFilter,
  { before, after, limit }: AttemptPage,
): Promise<readonly ListedAttempt[]> {
  const ids = [filter.targetId, filter.resourceId, filter.runId, filter.requestId, before, after];
  if (ids.some((id) => id !== undefined && !isUuid(id))) return [];
  const isBackwards = after !== undefined;
  const rows = await db.syncAttempt.findMany({
    where: {
      organizationId,
      ...(filter.targetId === undefined ? {} : { targetId: filter.targetId }),
      ...(filter.resourceId === undefined ? {} : { resourceId: filter.resourceId }),
      ...(filter.runId === undefined ? {} : { runId: filter.runId }),
      ...(filter.requestId === undefined ? {} : { requestId: filter.requestId }),
      ...(filter.outcomes === undefined ? {} : { outcome: { in: [...filter.outcomes] } }),
      ...(filter.operations === undefined ? {} : { operation: { in: [...filter.operations] } }),
      ...(filter.text === undefined || filter.text.trim() === ""
        ? {}
        : { label: { contains: filter.text.trim(), mode: "insensitive" as const } }),
      ...(before === undefined && after === undefined
        ? {}
        : {
            id: { ...(before === undefined ? {} : { lt: before }), ...(after === undefined ? {} : { gt: after }) },
          }),
    },
    select: columns,
    orderBy: { id: isBackwards ? "asc" : "desc" },
    take: limit,
  });
  const attempts = rows.map(readAttempt);
  return isBackwards ? attempts.reverse() : attempts;
}

/** One try, with the last request of it. */
export async function findAttempt(
  db: Queries,
  organizationId: string,
  id: string,
): Promise<AttemptDetails | undefined> {
  if (!isUuid(id)) return undefined;
  const row = await db.syncAttempt.findFirst({
    where: { id, organizationId },
    select: { ...columns, exchange: true },
  });
  return row === null ? undefined : { ...readAttempt(row), exchange: readExchange(row.exchange) };
}

/** By so much the clock of a worker, of which ids are made, may be slow. */
const clockMs = 10 * 60_000;

/** What was done at a target in each hour since then: hours without anything are left out. */
export async function countAttemptsByHour(
  db: Queries,
  targetId: string,
  since: Date,
): Promise<
  readonly { readonly hour: Date; readonly done: number; readonly failed: number; readonly requests: number }[]
> {
  return await db.$queryRaw`
    SELECT date_trunc('hour', at) AS hour, count(*) FILTER (WHERE outcome = 'done')::int AS done,
      count(*) FILTER (WHERE outcome IN ('retry', 'refused', 'conflict', 'invalid'))::int AS failed,
      COALESCE(sum(requests), 0)::int AS requests
    FROM sync_attempts
    WHERE target_id = ${targetId}::uuid AND id >= ${firstUuidAt(since.getTime() - clockMs)}::uuid AND at >= ${since} GROUP BY 1 ORDER BY 1`;
}

function readAttempt({ target, runId, requestId, resourceType, operation, outcome, ...row }: Row): ListedAttempt {
  return {
    ...row,
    targetName: target.name,
    runId: runId ?? undefined,
    requestId: requestId ?? undefined,
    resourceType: resourceType === "Group" ? "Group" : "User",
    operation: operation as AttemptOperation,
    outcome: outcome as AttemptOutcome,
  };
}

/** As it was kept; its time is text in JSON. Undefined where it is none. */
function readExchange(stored: unknown): Exchange | undefined {
  if (!isJsonObject(stored)) return undefined;
  const { method, path, status, durationMs, at, requestBody, responseBody } = stored;
  const known = methods.find((one) => one === method);
  if (known === undefined || typeof path !== "string" || typeof durationMs !== "number") return undefined;
  return {
    method: known,
    path,
    durationMs,
    at: new Date(String(at)),
    ...(typeof status === "number" ? { status } : {}),
    ...(requestBody === undefined ? {} : { requestBody }),
    ...(responseBody === undefined ? {} : { responseBody }),
  };
}

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
