import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import type { PostgresBinaries } from "./binaries";
import { createServerEnvironment, type ServerAccount } from "./server-account";

/** Server settings by their PostgreSQL names. */
export type ServerSettings = Readonly<Record<string, string>>;

/** A server process that this process started. `readLog` returns what it has written to its log since. */
export type PostmasterProcess = { hasExited: () => boolean; readLog: () => string };

/** The log is started anew above this size; one old file is kept. */
const longestLogBytes = 10 * 1024 * 1024;

/** fsync and synchronous_commit keep their defaults (on): what was answered as stored is on the disk. */
const defaultSettings: ServerSettings = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  port: "5432",
  max_connections: "100",
  shared_buffers: "128MB",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
};

/** Starts the server program; it is not ready yet when this returns. */
export function spawnPostmaster(options: {
  binaries: PostgresBinaries;
  account: ServerAccount;
  clusterDirectory: string;
  socketDirectory: string;
  logFile: string;
  settings: ServerSettings;
}): PostmasterProcess {
  const settings = { ...defaultSettings, unix_socket_directories: options.socketDirectory, ...options.settings };
  const settingArguments = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const command = [...options.account.commandPrefix, options.binaries.postgres, "-D", options.clusterDirectory];
  const [program = "", ...programArguments] = [...command, ...settingArguments];

  const { descriptor, offset } = openLog(options.logFile);
  const child = spawn(program, programArguments, {
    cwd: options.clusterDirectory,
    env: createServerEnvironment(options.binaries),
    stdio: ["ignore", descriptor, descriptor],
    // In a session of its own, so that Ctrl-C reaches only us: the server stops after we have finished with it.
    detached: true,
  });
  closeSync(descriptor);
  return watchProcess(child, () => readFileSync(options.logFile).subarray(offset).toString("utf8"));
}

function watchProcess(child: ChildProcess, readLog: () => string): PostmasterProcess {
  let exited = false;
  let startError = "";
  child.on("exit", () => {
    exited = true;
  });
  child.on("error", (error) => {
    exited = true;
    startError = error.message;
  });
  // The server must not keep this process running by itself: whoever uses it does.
  child.unref();
  return { hasExited: () => exited, readLog: () => `${startError}${readLog()}` };
}

function openLog(logFile: string): { descriptor: number; offset: number } {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size > longestLogBytes) renameSync(logFile, `${logFile}.1`);
  return { descriptor: openSync(logFile, "a", 0o600), offset: size > longestLogBytes ? 0 : size };
}
