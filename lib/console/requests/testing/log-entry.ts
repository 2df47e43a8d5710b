import { createLowestId } from "@/lib/db/request-filter";
import type { RequestLogEntry } from "@/lib/db/request-log-insert";
import { createId } from "@/lib/db/uuid";

/** A row of the log as a test needs it; its id is of the time at which it began. */
export function createLogEntry(changes: Partial<RequestLogEntry> & { organizationId: string }): RequestLogEntry {
  const at = changes.at ?? new Date();
  return {
    id: createLowestId(at).slice(0, 14) + createId().slice(14),
    scimClientId: undefined,
    at,
    durationMs: 1.5,
    method: "PATCH",
    path: "/Users/x",
    operation: "patch user",
    resourceType: "User",
    resourceId: undefined,
    status: 200,
    scimType: undefined,
    detail: undefined,
    leniencies: [],
    remoteAddress: undefined,
    userAgent: undefined,
    requestBody: undefined,
    responseBody: undefined,
    outcome: "changed",
    action: "user.updated",
    label: undefined,
    effects: [],
    agent: "okta",
    tokenId: undefined,
    tokenLastFour: undefined,
    trace: [],
    leniencyNames: [],
    options: [],
    words: [],
    ...changes,
  };
}
