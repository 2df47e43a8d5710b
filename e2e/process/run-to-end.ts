import { spawn } from "node:child_process";

/** What a program that ran to its end has left behind. */
export type Ended = { status: number | null; stdout: string; stderr: string };

/** Runs a program that ends by itself; beside PATH and HOME it gets only this environment. */
export function runToEnd(command: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ended> {
  const [program = "", ...programArguments] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}
