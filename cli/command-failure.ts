import type { Result } from "@/lib/console/result";

/** Ends a command with a sentence for the person who typed it. Exit code 1: refused; 2: wrongly called. */
export class CommandFailure extends Error {
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = "CommandFailure";
    this.exitCode = exitCode;
  }
}

/** The value of a use case that did what was asked. */
export function unwrap<Value>(result: Result<Value>): Value {
  if (!result.ok) {
    throw new CommandFailure(result.message);
  }
  return result.value;
}
