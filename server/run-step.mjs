// Runs one long step of the preparation with visible progress, and shows the tool's own output when it fails.
import { spawn } from "node:child_process";
import process from "node:process";

/** How often a step tells that it goes on where the output is not a terminal. */
const heartbeatMs = 15_000;

/**
 * Runs `step.command()` to its end. When it fails, its output and `step.failed` are printed and the process ends with 1;
 * when the person stops it, with 130 (Ctrl-C) or 143.
 */
export async function runStep(step) {
  const [program, ...programArguments] = step.command();
  const startedAt = Date.now();
  const progress = showProgress(step.doing, startedAt);
  const child = spawn(program, programArguments, {
    env: { ...process.env, ...step.environment },
    stdio: ["ignore", "pipe", "pipe"],
    // On Windows npm is a batch file.
    shell: process.platform === "win32" && program === "npm",
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
    });
  }

  let stoppedBy;
  const stop = (signal) => {
    stoppedBy = signal;
    child.kill(signal);
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  const status = await new Promise((resolve) => {
    child.on("error", (error) => {
      output += `${error.message}\n`;
      resolve(1);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
  process.off("SIGINT", stop).off("SIGTERM", stop);
  progress.end();

  if (stoppedBy !== undefined) {
    process.exit(stoppedBy === "SIGINT" ? 130 : 143);
  }
  if (status !== 0) {
    process.stderr.write(`${output.trimEnd()}\n\n${step.failed}\n`);
    process.exit(1);
  }
  process.stderr.write(`${step.done} in ${formatSeconds(Date.now() - startedAt)}.\n`);
}

/** On a terminal the line counts the seconds; elsewhere it is printed once, with a sign of life now and then. */
function showProgress(doing, startedAt) {
  const elapsed = () => formatSeconds(Date.now() - startedAt);
  if (!process.stderr.isTTY) {
    process.stderr.write(`${doing} …\n`);
    const timer = setInterval(() => process.stderr.write(`  still at it after ${elapsed()}\n`), heartbeatMs);
    return { end: () => clearInterval(timer) };
  }
  const clearLine = "\r\u001b[2K";
  const draw = () => process.stderr.write(`${clearLine}${doing} … ${elapsed()}`);
  draw();
  const timer = setInterval(draw, 1000);
  return {
    end: () => {
      clearInterval(timer);
      process.stderr.write(clearLine);
    },
  };
}

function formatSeconds(ms) {
  return `${Math.max(1, Math.round(ms / 1000))} s`;
}
