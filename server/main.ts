import cluster from "node:cluster";
import { readEnvironment } from "@/lib/env";
import { createShutdown } from "./shutdown";
import { ignoreSignals } from "./signals";
import { describeStartError } from "./start-error";

// One process that does everything, or, with WEB_CONCURRENCY above 1, one that starts and watches those that serve. Each loads
// only what it needs.

const shutdown = createShutdown();
if (cluster.isWorker) ignoreSignals();
try {
  const environment = readEnvironment();
  const dev = process.argv.includes("--dev");
  if (cluster.isWorker) {
    const { runServing } = await import("./run-serving");
    await runServing(environment, shutdown);
  } else if (dev || environment.webConcurrency === 1) {
    const { runAlone } = await import("./run-alone");
    await runAlone(environment, shutdown, { dev });
  } else {
    const { runFirst } = await import("./run-first");
    await runFirst(environment, shutdown);
  }
} catch (error) {
  // A start that was stopped half-way fails in its own way, which is no news.
  if (!shutdown.hasBegun) await sayWhyNot(describeStartError(error));
  await shutdown.exit(1);
}

/** One of several processes leaves it to the first, which hears it from all of them. */
async function sayWhyNot(reason: string): Promise<void> {
  if (cluster.isWorker && process.connected) {
    await new Promise<void>((resolve) =>
      process.send?.({ kind: "failed", reason }, undefined, undefined, () => resolve()),
    );
  } else {
    process.stderr.write(`${reason}\n`);
  }
}
