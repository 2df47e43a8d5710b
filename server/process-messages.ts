/** What the first process tells those that serve. */
export type Order =
  /** Connect and serve. `worksForAll`: also do what one process does; `isFirstStart`: the server itself is just starting. */
  | {
      readonly kind: "serve";
      readonly databaseUrl: string;
      readonly connections: number;
      readonly worksForAll: boolean;
      readonly isFirstStart: boolean;
    }
  /** End once what is under way is done. */
  | { readonly kind: "stop" }
  /** Somebody asked again: cut short what is still waited for. */
  | { readonly kind: "hurry" };

/** What those that serve tell the first process. */
export type Report =
  /** The program is loaded; an order is waited for. */
  | { readonly kind: "loaded" }
  | { readonly kind: "ready"; readonly setupToken?: string }
  /** The start failed for a reason that the next would fail for too. */
  | { readonly kind: "failed"; readonly reason: string };

const orders: ReadonlySet<unknown> = new Set<Order["kind"]>(["serve", "stop", "hurry"]);
const reports: ReadonlySet<unknown> = new Set<Report["kind"]>(["loaded", "ready", "failed"]);

/** Other parts of a process use the same channel; what is ours is told by its kind. */
export function isOrder(message: unknown): message is Order {
  return typeof message === "object" && message !== null && "kind" in message && orders.has(message.kind);
}

/** As `isOrder`, for what comes the other way. */
export function isReport(message: unknown): message is Report {
  return typeof message === "object" && message !== null && "kind" in message && reports.has(message.kind);
}
