import { tmpdir } from "node:os";
import { Readable, Writable } from "node:stream";
import type { OpenedRoster } from "../command-line";
import { runCommandLine } from "../run-command-line";

export type CommandOutcome = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

/** What is typed into a command, and where. */
export type CommandInput = {
  readonly stdin?: string;
  readonly isTerminal?: boolean;
  /** When Ctrl-C is pressed in a command that listens for it. */
  readonly interruptAfterMs?: number;
};

/** Runs a command in this process, on a database that stays open. To start the program costs more than most commands. */
export async function runInProcess(
  commandArguments: readonly string[],
  opened: Omit<OpenedRoster, "close">,
  { stdin = "", isTerminal = false, interruptAfterMs = 1500 }: CommandInput = {},
): Promise<CommandOutcome> {
  const stdout = collect();
  const stderr = collect();
  const exitCode = await runCommandLine(commandArguments, {
    stdin: Readable.from([stdin]),
    isTerminal,
    stdout: stdout.stream,
    stderr: stderr.stream,
    workingDirectory: tmpdir(),
    open: async () => ({ ...opened, close: async () => undefined }),
    listenForInterrupt: () => AbortSignal.timeout(interruptAfterMs),
  });
  return { exitCode, stdout: stdout.read(), stderr: stderr.read() };
}

/** Runs a command with --json and gives the one value that standard output holds. @throws Error when it fails */
export async function runJsonInProcess(
  commandArguments: readonly string[],
  opened: Omit<OpenedRoster, "close">,
  input: CommandInput = {},
): Promise<unknown> {
  const { exitCode, stdout, stderr } = await runInProcess([...commandArguments, "--json"], opened, input);
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}

function collect(): { stream: Writable; read: () => string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream, read: () => chunks.join("") };
}
