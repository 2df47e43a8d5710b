import { log } from "@/lib/log";
import type { Shutdown } from "./shutdown";

/** A signal so soon after the first is the same one: npm passes on what the terminal has sent to us as well. */
const sameSignalMs = 1000;
const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Makes Ctrl-C, a stop by the system and a fault that nobody caught end the process in order.
 *
 * @param hurry called when somebody asks again: what is still waited for should be cut short
 */
export function endOnSignals(shutdown: Shutdown, hurry: () => void): void {
  let firstAt: number | undefined;
  const onSignal = () => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      process.stderr.write("Roster is stopping …\n");
      void shutdown.exit(0);
    } else if (performance.now() - firstAt > sameSignalMs) {
      hurry();
    }
  };
  for (const signal of stopSignals) process.on(signal, onSignal);
  endOnFaults(shutdown);
}

/** A signal goes to every process of a terminal or of a service: those that another one started are stopped by that one. */
export function ignoreSignals(): void {
  for (const signal of stopSignals) process.on(signal, () => {});
}

/** Makes a fault that nobody caught end the process in order. */
export function endOnFaults(shutdown: Shutdown): void {
  const onFault = (fault: unknown) => {
    log.error("Roster ends because of a fault of its own", { reason: describeFault(fault) });
    void shutdown.exit(1);
  };
  process.on("uncaughtException", onFault);
  process.on("unhandledRejection", onFault);
  // Whoever read our output may go away before we do.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}

function describeFault(fault: unknown): string {
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}
