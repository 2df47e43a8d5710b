import { subjectOf } from "./caller";
import type { LoggedExchange, RequestAction } from "./logged-exchange";
import { countOf, countPeople, formatNumber } from "./quantities";
import { listOf, memberOf, numberOf } from "./read-request";
import { type Sentence, say } from "./sentence";

/** What became of the operations of a Bulk request. */
type BulkCounts = {
  readonly sent: number;
  readonly done: number;
  readonly failed: number;
  /** Not begun any more, once too many had failed. */
  readonly skipped: number;
};

/** Counts the operations of a Bulk request; undefined where neither bodies nor remarks tell. */
function countBulk(exchange: LoggedExchange): BulkCounts | undefined {
  const noted = exchange.leniencies.find(({ name }) => name === "bulkRefusals")?.detail;
  const [, failedText, sentText] = /^(\d+) of (\d+) operations/.exec(noted ?? "") ?? [];
  const skippedText = /and (\d+) were not processed/.exec(noted ?? "")?.[1];
  const results = listOf(memberOf(exchange.responseBody, "Operations"));
  const processed = numberOf(exchange.responseBody, "results") ?? results.length;
  if (sentText !== undefined) {
    const sent = Number(sentText);
    const failed = Number(failedText);
    const skipped = Number(skippedText ?? 0);
    return { sent, failed, skipped, done: sent - failed - skipped };
  }
  return processed === 0 ? undefined : { sent: processed, done: processed, failed: 0, skipped: 0 };
}

const verbs: Readonly<Partial<Record<RequestAction, string>>> = {
  "user.created": "created",
  "user.updated": "updated",
  "user.renamed": "renamed",
  "user.deactivated": "deactivated",
  "user.reactivated": "reactivated",
  "user.deleted": "deleted",
  "group.created": "created",
  "group.updated": "updated",
  "group.renamed": "renamed",
  "group.deleted": "deleted",
};

/** The sentence for a Bulk request that was processed, whatever became of its operations. */
export function describeBulk(exchange: LoggedExchange): Sentence {
  const subject = subjectOf(exchange);
  const counts = countBulk(exchange);
  if (counts === undefined) return [subject, say(" sent several operations in one request")];
  const { sent, done, failed, skipped } = counts;
  const verb = verbs[exchange.action];
  if (failed === 0 && verb !== undefined) {
    const what = exchange.action.startsWith("group.") ? countOf(sent, "group") : countPeople(sent);
    return [subject, say(` ${verb} ${what} in one request`)];
  }
  const rest = skipped === 0 ? "" : `, ${formatNumber(skipped)} not begun`;
  const outcome = failed === 0 ? "all done" : `${formatNumber(done)} done, ${formatNumber(failed)} failed${rest}`;
  return [subject, say(` sent ${countOf(sent, "operation")} in one request: ${outcome}`)];
}
