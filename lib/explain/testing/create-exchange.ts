import type { LoggedExchange } from "../logged-exchange";

/** A person's id, for what is told of them. */
export const adaId = "0190a000-0000-7000-8000-000000000001";
/** A group's id. */
export const engineeringId = "0190a000-0000-7000-8000-000000000002";

/** A logged request of Entra's that read Ada Lovelace, but for what is told otherwise. */
export function createExchange(change: Partial<LoggedExchange> = {}): LoggedExchange {
  return {
    id: "0190a000-0000-7000-8000-0000000000ff",
    at: new Date("2026-11-28T14:02:09Z"),
    durationMs: 12,
    method: "GET",
    path: `/Users/${adaId}`,
    operation: "get user",
    resourceType: "User",
    resourceId: adaId,
    status: 200,
    outcome: "read",
    action: "user.read",
    label: "Ada Lovelace",
    effects: [],
    agent: "entra",
    remoteAddress: "20.1.2.3",
    leniencies: [],
    options: [],
    trace: [],
    client: { id: "0190a000-0000-7000-8000-0000000000cc", name: "Entra", preset: "entra" },
    changes: [],
    ...change,
  };
}
