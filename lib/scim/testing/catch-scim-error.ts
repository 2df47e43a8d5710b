import { ScimError } from "../errors";

/** The ScimError that `run` throws. Any other error passes through, and none at all is an error too. */
export function catchScimError(run: () => unknown): ScimError {
  try {
    run();
  } catch (error) {
    if (error instanceof ScimError) {
      return error;
    }
    throw error;
  }
  throw new Error("expected a ScimError, but nothing was refused");
}
