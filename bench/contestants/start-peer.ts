import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type Contestant, stopProcess } from "../contestant";
import { findFreePort } from "../find-free-port";
import { createDatabase } from "./databases";

const startLimitMs = 180_000;

/** Starts a program of bench/peers, which says by a line of JSON on standard output where it serves. */
export async function startPeer(serverUrl: string, name: "saml-jackson" | "scimmy"): Promise<Contestant> {
  const databaseUrl = name === "scimmy" ? undefined : await createDatabase(serverUrl, name.replaceAll(/\W+/g, "_"));
  const child = spawn(process.execPath, [`bench/peers/${name}.mjs`], {
    env: {
      NODE_ENV: "production",
      PORT: String(await findFreePort()),
      TOKEN: "only-for-this-measurement",
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const late = setTimeout(() => child.kill("SIGKILL"), startLimitMs);
  try {
    const lines = createInterface({ input: child.stdout });
    // What it prints later goes nowhere, and must not fill the pipe.
    lines.once("close", () => child.stdout.resume());
    for await (const line of lines) {
      const said = line.startsWith("{") ? JSON.parse(line) : {};
      if (said.ready !== true) continue;
      const { baseUrl, token } = said;
      const stop = () => stopProcess(child);
      return { name, baseUrl, token, pid: child.pid ?? 0, stop, ...(databaseUrl === undefined ? {} : { databaseUrl }) };
    }
  } finally {
    clearTimeout(late);
  }
  throw new Error(`${name} ended before it served.`);
}
