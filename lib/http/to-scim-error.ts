import { isDatabaseAway } from "@/lib/db/database-away";
import { log } from "@/lib/log";
import { ScimError } from "@/lib/scim/errors";

const databaseAwayRetrySeconds = 30;

/** What the client is told of an error: of ours, never more than where to look. */
export function toScimError(error: unknown, requestId: string): ScimError {
  if (error instanceof ScimError) return error;
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (isDatabaseAway(error)) {
    log.error("The database could not be reached for a SCIM request.", { requestId, reason });
    const detail = `Roster cannot reach its database at the moment: nothing was changed. Try again later. (Request ${requestId})`;
    return new ScimError("unavailable", detail, { "Retry-After": String(databaseAwayRetrySeconds) });
  }
  log.error("A SCIM request failed.", { requestId, reason });
  const detail = `Roster failed to answer this request: that is a fault of Roster, not of the request. Its operator finds the cause in the log under the request id ${requestId}.`;
  return new ScimError("internal", detail);
}
