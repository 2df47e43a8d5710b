import { EnvironmentError } from "@/lib/env";

/** Roster cannot start, and the person who starts it can put that right: `message` says what is wrong and how. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** What is said to the operator when a start has failed. */
export function describeStartError(error: unknown): string {
  if (error instanceof StartError || error instanceof EnvironmentError) return error.message;
  return `Roster could not start because of a fault of its own. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
