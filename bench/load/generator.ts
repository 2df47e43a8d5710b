import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Order, Reply } from "./main";
import type { PhaseOrder, PhaseResult, Server } from "./run-phase";

export type Generator = {
  /** @throws Error when the server refuses */
  readonly seed: (server: Server, people: number) => Promise<void>;
  readonly runPhase: (order: PhaseOrder) => Promise<{ readonly result?: PhaseResult; readonly failure?: string }>;
  readonly stop: () => void;
};

/** Starts the process that sends the requests: one for all servers, so that it is equally warm for each. */
export function startGenerator(): Generator {
  const child = fork(fileURLToPath(new URL("./main.ts", import.meta.url)), { execArgv: ["--import", "tsx"] });
  const ended = once(child, "exit").then(() => {
    throw new Error("The load generator ended.");
  });
  ended.catch(() => {});
  const give = async (order: Order): Promise<Reply> => {
    const reply = once(child, "message");
    child.send(order);
    const [received] = await Promise.race([reply, ended]);
    return received;
  };
  return {
    seed: async (server, people) => {
      const { failure } = await give({ kind: "seed", server, people });
      if (failure !== undefined) throw new Error(`${server.baseUrl} could not be filled: ${failure}`);
    },
    runPhase: (order) => give({ kind: "phase", ...order }),
    stop: () => child.disconnect(),
  };
}
