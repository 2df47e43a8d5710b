import { subjectOf } from "./caller";
import type { LoggedExchange } from "./logged-exchange";
import { nameResource } from "./name-resource";
import { shortenDetail } from "./read-detail";
import { pathOf } from "./read-request";
import { type Sentence, type SentencePart, say } from "./sentence";

/** The sentence for a request that was let in and could not be done. */
export function describeFailure(exchange: LoggedExchange): Sentence {
  const subject = subjectOf(exchange);
  const { status, operation, method } = exchange;
  if (operation === undefined || exchange.action === "unknown") {
    if (status === 405) return [subject, say(` sent ${method} to ${pathOf(exchange)}, which does not answer it`)];
    if (status === 404 || status === 400) return [subject, say(` called ${pathOf(exchange)}, where there is nothing`)];
    if (/^\/Me(?:\/|$)/i.test(pathOf(exchange))) return [subject, say(" asked for /Me, which is not offered here")];
    return [subject, say(` called ${pathOf(exchange)} in vain${becauseOf(exchange)}`)];
  }
  if (status === 404 && exchange.resourceType !== undefined) return [subject, ...describeMissing(exchange)];
  return [subject, say(" could not "), ...describeAttempt(exchange), say(becauseOf(exchange))];
}

/** Somebody, or a group, that is not here. */
function describeMissing({ method, resourceType, resourceId }: LoggedExchange): SentencePart[] {
  const what = resourceType === "Group" ? "a group" : "a person";
  const who = resourceType === "Group" ? "that is" : "who is";
  const id = resourceId === undefined ? "" : ` (id ${resourceId})`;
  const verbs: Readonly<Record<string, string>> = {
    DELETE: "wanted to delete",
    PATCH: "wanted to change",
    PUT: "wanted to replace",
  };
  return [say(` ${verbs[method] ?? "asked for"} ${what} ${who} not here${id}`)];
}

/** What it came for, as "create Ada Lovelace". */
function describeAttempt(exchange: LoggedExchange): SentencePart[] {
  const { method, resourceType, operation = "", action } = exchange;
  const object = nameResource(exchange);
  switch (action) {
    case "users.listed":
      return [say("look for people")];
    case "groups.listed":
      return [say("look for groups")];
    case "resources.listed":
      return [say("look for people and groups")];
    case "bulk.processed":
      return [say("send its operations in one request")];
    case "user.read":
    case "group.read":
      return [say("read "), object];
    case "user.deactivated":
      return [say(method === "DELETE" ? "delete " : "deactivate "), object];
    case "user.reactivated":
      return [say("reactivate "), object];
    case "user.renamed":
      return [say("change the userName of "), object];
    case "group.renamed":
      return [say("rename "), object];
    case "group.members.changed":
      return [say("change the members of "), object];
    default:
      break;
  }
  const verbs: Readonly<Record<string, string>> = {
    POST: "create ",
    PUT: "replace ",
    PATCH: "change ",
    DELETE: "delete ",
  };
  if (resourceType === undefined || verbs[method] === undefined) return [say(operation)];
  return [say(verbs[method]), object];
}

function becauseOf(exchange: LoggedExchange): string {
  const { status, scimType, detail = "", resourceType } = exchange;
  if (scimType === "uniqueness") {
    if (/deactivated person/.test(detail)) return ": somebody who is deactivated here has that userName";
    return resourceType === "Group" ? ": there is a group of that name" : ": somebody here has that userName";
  }
  if (scimType === "invalidFilter") {
    const at = /at character (\d+)/.exec(detail)?.[1];
    if (at !== undefined) return `: the filter cannot be read at character ${at}`;
  }
  if (/last active owner/.test(detail)) return ": they are the last owner";
  if (/No person or group of the organization has the id/.test(detail)) return ": it names members who are not here";
  if (status === 412) return ": it was changed by somebody else in between";
  if (status === 500) return ": Roster failed, and nothing was changed";
  return detail === "" ? "" : `: ${shortenDetail(detail)}`;
}
