import { z } from "zod";
import type { ReceivedRow } from "@/lib/db/received-requests";
import type { ScimClientSettings } from "@/lib/db/scim-clients";
import type { RequestEffect } from "@/lib/directory/request-record";
import {
  type LoggedExchange,
  type RequestAction,
  requestAgents,
  requestOutcomes,
  type TraceStep,
  traceSteps,
} from "@/lib/explain/logged-exchange";
import type { JsonValue } from "@/lib/scim/json";

/** What the server itself has written is only told to the compiler here; an unknown word of a later version counts as nothing known. */
const trace: z.ZodType<readonly TraceStep[]> = z
  .custom<readonly TraceStep[]>((value) => Array.isArray(value) && value.every(isTraceStep))
  .catch([]);
const effects = z.custom<readonly RequestEffect[]>((value) => Array.isArray(value)).catch([]);
const action = z.custom<RequestAction>((value) => typeof value === "string").catch("unknown");
const outcome = z.enum(requestOutcomes).catch("read");
const agent = z.enum(requestAgents).catch("unknown");
const body = z.custom<JsonValue>((value) => value !== undefined);

function isTraceStep(value: unknown): boolean {
  return z.object({ step: z.enum(traceSteps), outcome: z.enum(["pass", "fail", "skip"]) }).safeParse(value).success;
}

/** A row of the request log as sentences and cards are made from it; what it changed is not asked for. */
export function readExchange(
  row: ReceivedRow,
  client: Pick<ScimClientSettings, "id" | "name" | "preset"> | undefined,
): LoggedExchange {
  const names = row.leniencyNames;
  return {
    id: row.id,
    at: row.at,
    durationMs: row.durationMs,
    method: row.method,
    path: row.path,
    status: row.status,
    outcome: outcome.parse(row.outcome),
    action: action.parse(row.action),
    effects: effects.parse(row.effects),
    agent: agent.parse(row.agent),
    leniencies: row.leniencies.map((detail, index) => ({ name: names[index] ?? "", detail })),
    options: [],
    trace: trace.parse(row.trace),
    changes: [],
    ...(row.operation === null ? {} : { operation: row.operation }),
    ...(row.resourceType === null ? {} : { resourceType: row.resourceType }),
    ...(row.resourceId === null ? {} : { resourceId: row.resourceId }),
    ...(row.scimType === null ? {} : { scimType: row.scimType }),
    ...(row.detail === null ? {} : { detail: row.detail }),
    ...(row.label === null ? {} : { label: row.label }),
    ...(row.remoteAddress === null ? {} : { remoteAddress: row.remoteAddress }),
    ...(row.userAgent === null ? {} : { userAgent: row.userAgent }),
    ...(row.tokenId === null ? {} : { token: { id: row.tokenId, lastFour: row.tokenLastFour ?? "" } }),
    ...(client === undefined ? {} : { client: { id: client.id, name: client.name, preset: client.preset } }),
    ...(row.requestBody === null ? {} : { requestBody: body.parse(row.requestBody) }),
  };
}
