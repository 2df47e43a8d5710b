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
    case "23503": // foreign_key_violation: a member, or the SCIM client itself, was removed between look-up and write
      if (error.constraint?.includes("scim_client_id")) {
        throw new ScimError("unauthorized", "The SCIM client of this access token has been removed.");
      }
      return { outcome: "stale" };
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

/**
 * What a database error during a search of the directory means.
 *
 * @throws ScimError tooMany for a search that took too long or found more than can be sent; anything else as it came
 * @see RFC 7644 §3.12
 */
export function explainReadError(error: unknown): never {
  // 57014 query_canceled: the statement's time was up. 54000 program_limit_exceeded: the answer is too large.
  if (error instanceof DatabaseError && (error.code === "57014" || error.code === "54000")) {
    throw refuseLongSearch();
  }
  throw error;
}

/** What is said of a search that would take too long, or find too much. @see RFC 7644 §3.12 */
export function refuseLongSearch(): ScimError {
  return new ScimError(
    "tooMany",
    "The search takes too long or finds too much. Narrow the filter, ask for fewer results with count, or leave the members out with excludedAttributes=members.",
  );
}
