import type { LoggedChange, LoggedExchange } from "./logged-exchange";
import { memberOf } from "./read-request";

/** The userName or displayName that was asked for and belongs to another, as the refusal quotes it. */
export function readTakenName({ detail = "" }: Pick<LoggedExchange, "detail">): string | undefined {
  return /The (?:userName|displayName) "(.*?)" belongs to/.exec(detail)?.[1];
}

/** The ids of those whom a change took out of a group. */
export function removedMembers(change: LoggedChange): readonly string[] {
  const removed = memberOf(memberOf(change.after, "members"), "removed");
  return Array.isArray(removed) ? removed.filter((id): id is string => typeof id === "string") : [];
}
