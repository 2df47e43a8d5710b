import { DatabaseError } from "pg";
import { ScimError } from "@/lib/scim/errors";

/**
 * What a database error during a write of the directory means.
 *
 * @throws ScimError invalidValue for a name that no index can hold; anything else as it came
 */
export function explainWriteError(error: unknown): { outcome: "taken" } | { outcome: "stale" } {
  if (!(error instanceof DatabaseError)) throw error;
  switch (error.code) {
    case "23505": // unique_violation
      if (error.constraint?.endsWith("_folded_key")) return { outcome: "taken" };
      return { outcome: "stale" };
    case "23503": // foreign_key_violation: a member or the SCIM client was removed between look-up and write
    case "40P01": // deadlock_detected: PostgreSQL ended one of two writes; nothing of it was written
    case "40001": // serialization_failure
      return { outcome: "stale" };
    case "54000": // program_limit_exceeded
      throw new ScimError(
        "invalidValue",
        "A name or id in the request is too long to be looked up. Use a shorter one.",
      );
    default:
      throw error;
  }
}
