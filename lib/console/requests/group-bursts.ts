import type { SlimRequest } from "@/lib/db/request-list";

/** Requests of one client that followed each other closely. */
export type RequestBurst = {
  /** The id of its latest request. */
  readonly id: string;
  readonly scimClientId: string | null;
  readonly clientName: string | null;
  readonly from: Date;
  readonly to: Date;
  readonly requests: number;
  readonly created: number;
  readonly updated: number;
  readonly deactivated: number;
  readonly deleted: number;
  readonly unchanged: number;
  /** Refused ones too. */
  readonly failed: number;
  readonly durationMs: number;
};

type Mutable = { -readonly [Name in keyof RequestBurst]: RequestBurst[Name] };

/** How long a client may be silent within a burst. */
const burstGapMs = 60_000;

/** Takes requests, the latest first, until a burst would be one too many. */
export type BurstGrouping = {
  /** @returns whether it was taken */
  take(request: SlimRequest): boolean;
  list(): readonly RequestBurst[];
};

/** @param most how many bursts */
export function createBurstGrouping(most: number): BurstGrouping {
  const bursts: Mutable[] = [];
  /** The burst of each client that may go on. */
  const open = new Map<string, Mutable>();
  return {
    take(request) {
      const key = request.scim_client_id ?? "";
      const current = open.get(key);
      if (current !== undefined && current.from.getTime() - request.at.getTime() < burstGapMs) {
        add(current, request);
        return true;
      }
      if (bursts.length >= most) return false;
      const burst = begin(request);
      add(burst, request);
      bursts.push(burst);
      open.set(key, burst);
      return true;
    },
    list: () => bursts,
  };
}

function begin({ id, at, scim_client_id, client_name }: SlimRequest): Mutable {
  const counts = { requests: 0, created: 0, updated: 0, deactivated: 0, deleted: 0, unchanged: 0, failed: 0 };
  return { id, scimClientId: scim_client_id, clientName: client_name, from: at, to: at, ...counts, durationMs: 0 };
}

function add(burst: Mutable, { at, outcome, action, duration_ms }: SlimRequest): void {
  burst.requests += 1;
  burst.durationMs += duration_ms;
  if (at < burst.from) burst.from = at;
  if (at > burst.to) burst.to = at;
  if (outcome === "changed") burst[kindOf(action)] += 1;
  else if (outcome === "failed" || outcome === "refused") burst.failed += 1;
  else burst.unchanged += 1;
}

function kindOf(action: SlimRequest["action"]): "created" | "updated" | "deactivated" | "deleted" {
  if (action.endsWith(".created")) return "created";
  if (action.endsWith(".deleted")) return "deleted";
  return action === "user.deactivated" ? "deactivated" : "updated";
}
