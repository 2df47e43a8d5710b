import { text as readStreamText } from "node:stream/consumers";
import type { Command } from "commander";
import type { Actor } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import { CommandFailure } from "./command-failure";
import type { TargetWork } from "./target-work";

/** Where a command reads from and writes to, and how it reaches the database. */
export type CommandSurroundings = {
  readonly stdin: NodeJS.ReadableStream;
  /** Whether somebody sits in front of it and can answer. */
  readonly isTerminal: boolean;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** The folder that relative file names are meant from. */
  readonly workingDirectory: string;
  /** @throws when the environment is wrong, with what to do */
  readonly open: () => Promise<OpenedRoster>;
  /** Aborted when the person presses Ctrl-C, from the first call on. */
  readonly listenForInterrupt: () => AbortSignal;
};

export type OpenedRoster = {
  readonly database: Database;
  /** The base URL that identity providers are given, ending in /scim/v2. */
  readonly baseUrl: string;
  /** How work for targets is done, for the commands that wait for it. */
  readonly targetWork: TargetWork;
  readonly close: () => Promise<void>;
};

/** What an action works with. */
export type CommandRun = CommandSurroundings & {
  readonly database: Database;
  readonly baseUrl: string;
  readonly targetWork: TargetWork;
  readonly actor: Actor;
  readonly json: boolean;
  readonly write: (text: string) => Promise<void>;
};

/** What a command says: one JSON value with --json, else the text; `notes` go to standard error. */
export type CommandOutput = { readonly json: unknown; readonly text: string; readonly notes?: readonly string[] };

/** Does the work; answers nothing when it has written its output itself. */
export type CommandAction = (run: CommandRun) => Promise<CommandOutput | undefined>;

/** Lets commands define what they do, and does what is the same for all of them. */
export type CommandLine = {
  readonly surroundings: CommandSurroundings;
  /**
   * Gives `command` its --json option and its action.
   *
   * @param prepare reads the arguments and answers the action; what it refuses is refused before the database is opened
   */
  readonly define: (command: Command, prepare: () => CommandAction | Promise<CommandAction>) => void;
  /** Whether anything has been written to standard output. */
  readonly hasWritten: () => boolean;
};

/** Makes what the commands are defined with. */
export function createCommandLine(surroundings: CommandSurroundings): CommandLine {
  let written = false;

  function write(text: string): Promise<void> {
    written = true;
    return new Promise((resolve, reject) => {
      surroundings.stdout.write(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  async function run(command: Command, action: CommandAction): Promise<void> {
    const json = command.optsWithGlobals().json === true;
    const { close, ...opened } = await surroundings.open();
    try {
      const output = await action({ ...surroundings, ...opened, actor: { kind: "operator" }, json, write });
      for (const note of output?.notes ?? []) {
        surroundings.stderr.write(`${note}\n`);
      }
      if (output !== undefined) {
        await write(`${json ? JSON.stringify(output.json) : output.text}\n`);
      }
    } finally {
      await close();
    }
  }

  return {
    surroundings,
    define: (command, prepare) => {
      command
        .option("--json", "write exactly one JSON value to standard output")
        .action(async () => run(command, await prepare()));
    },
    hasWritten: () => written,
  };
}

/** Everything that comes on standard input. */
export async function readStandardInput(surroundings: CommandSurroundings): Promise<string> {
  return await readStreamText(surroundings.stdin);
}

/**
 * Asks the person to type `name`, unless `isConfirmed` (--yes).
 *
 * @param consequence what is going to happen, with its numbers
 */
export async function confirmByName(
  surroundings: CommandSurroundings,
  isConfirmed: boolean,
  name: string,
  consequence: string,
): Promise<void> {
  if (isConfirmed) return;
  if (!surroundings.isTerminal) {
    throw new CommandFailure(`${consequence} Nothing was done: add --yes to do it.`, 2);
  }
  surroundings.stderr.write(`${consequence}\nType ${name} to do it: `);
  const { createInterface } = await import("node:readline/promises");
  const lines = createInterface({ input: surroundings.stdin, terminal: false });
  try {
    for await (const line of lines) {
      if (line.trim() === name) return;
      break;
    }
  } finally {
    lines.close();
  }
  throw new CommandFailure("That is not the name. Nothing was done.");
}
