// The load generator, a process of its own: takes orders one by one and answers each with its result.
import type { Directory } from "../phases/phase";
import { type PhaseOrder, type PhaseResult, runPhase, type Server, seedDirectory } from "./run-phase";

export type Order =
  | { readonly kind: "seed"; readonly server: Server; readonly people: number }
  | ({ readonly kind: "phase" } & PhaseOrder);

export type Reply = { readonly result?: PhaseResult; readonly failure?: string };

/** By the base URL of the server. */
const directories = new Map<string, Directory>();

process.on("message", (order: Order) => {
  void carryOut(order)
    .catch((error: unknown): Reply => ({ failure: error instanceof Error ? error.message : String(error) }))
    .then((reply) => process.send?.(reply));
});
process.on("disconnect", () => process.exit());

async function carryOut(order: Order): Promise<Reply> {
  const { baseUrl } = order.server;
  if (order.kind === "seed") {
    directories.set(baseUrl, await seedDirectory(order.server, order.people));
    return {};
  }
  const directory = directories.get(baseUrl);
  if (directory === undefined) throw new Error("The server was not filled.");
  return { result: await runPhase(order, directory) };
}
