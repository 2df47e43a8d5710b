import { subjectOf } from "./caller";
import type { LoggedExchange } from "./logged-exchange";
import { isId, nameResource, targetOf } from "./name-resource";
import { countOf, countPeople, formatNumber } from "./quantities";
import { filterOf, listOf, numberOf, pathOf, queryOf, readSimpleFilter, textOf } from "./read-request";
import { name, remark, type Sentence, type SentencePart, say, shownName } from "./sentence";

/** The sentence for a request that only read. */
export function describeRead(exchange: LoggedExchange): Sentence {
  const subject = subjectOf(exchange);
  switch (exchange.action) {
    case "user.read":
    case "group.read":
      return [subject, ...describeOne(exchange)];
    case "users.listed":
      return [subject, ...describeList(exchange, "person", "people")];
    case "groups.listed":
      return [subject, ...describeList(exchange, "group", "groups")];
    case "resources.listed":
      return [subject, ...describeList(exchange, "person or group", "people and groups")];
    case "serviceProviderConfig.read": {
      const without = exchange.client === undefined ? ", which needs no token" : "";
      return [subject, say(" read what this server can do"), remark(` (the service provider configuration${without})`)];
    }
    case "resourceTypes.read":
      return [subject, say(" read the resource types")];
    case "schemas.read":
      return [subject, say(/^\/?Schemas\/./i.test(pathOf(exchange)) ? " read a schema" : " read the schemas")];
    case "roles.read":
      return [subject, say(/Entitlements/i.test(pathOf(exchange)) ? " read the entitlements" : " read the roles")];
    default:
      return [subject, say(` asked what may be done at ${pathOf(exchange)}`)];
  }
}

function describeOne(exchange: LoggedExchange): Sentence {
  const object = nameResource(exchange);
  if (exchange.status === 304) return [say(" asked whether "), object, say(" has changed"), remark(" (it has not)")];
  return [say(" read "), object];
}

function describeList(exchange: LoggedExchange, singular: string, plural: string): Sentence {
  const total = numberOf(exchange.responseBody, "totalResults");
  const filter = filterOf(exchange);
  if (filter === undefined) return describePage(exchange, total, singular, plural);
  const simple = readSimpleFilter(filter);
  if (simple !== undefined && isId(simple.value) && isName(simple.attribute) && total === 0) {
    return [say(" tested its connection"), remark(" (it looked for a made-up name, and nobody has it)")];
  }
  const sought = describeSought(filter, singular, plural);
  return [...sought, ...describeFound(exchange, total, singular, plural)];
}

function isName(attribute: string): boolean {
  return /(?:^|:)(?:userName|displayName|externalId)$/i.test(attribute);
}

/** What was looked for: the value alone where the attribute goes without saying. */
function describeSought(filter: string, singular: string, plural: string): SentencePart[] {
  const simple = readSimpleFilter(filter);
  if (simple !== undefined) {
    const { attribute, value } = simple;
    if (/(?:^|:)(?:userName|displayName|emails(?:\[.*\])?\.?(?:value)?)$/i.test(attribute)) {
      const shown = shownName(value, singular === "group" ? "a group" : "somebody");
      return [say(singular === "group" && shown === value ? " looked for the group " : " looked for "), name(shown)];
    }
    return [say(` looked for the ${singular} whose ${attribute} is `), name(value)];
  }
  const pair = /^\s*id\s+eq\s+"([^"]*)"\s+and\s+(members|manager)\s+eq\s+"([^"]*)"\s*$/i.exec(filter);
  if (pair?.[1] !== undefined && pair[3] !== undefined) {
    const isMembers = pair[2]?.toLowerCase() === "members";
    const whole = isMembers ? name("a group", targetOf("Group", pair[1])) : name("a person", targetOf("User", pair[1]));
    const part = name(isMembers ? "a person" : "another person", targetOf("User", pair[3]));
    return isMembers
      ? [say(" asked whether "), part, say(" is in "), whole]
      : [say(" asked whether "), whole, say(" has "), part, say(" as manager")];
  }
  return [say(` looked for ${plural} by a filter`)];
}

function describeFound(
  exchange: LoggedExchange,
  total: number | undefined,
  singular: string,
  plural: string,
): SentencePart[] {
  if (total === undefined) return [];
  if (/ and (?:members|manager) eq /i.test(filterOf(exchange) ?? "")) return [say(total === 0 ? ": no" : ": yes")];
  if (total === 0) return [say(singular === "person" ? " and found nobody" : " and found none")];
  const [found] = listOf(memberResources(exchange));
  const id = textOf(found, "id");
  if (total !== 1 || id === undefined) return [say(` and found ${countOf(total, singular, plural)}`)];
  const shown = textOf(found, "displayName") ?? textOf(found, "userName");
  const target = targetOf(singular === "group" ? "Group" : "User", id);
  if (shown === undefined || shown.toLowerCase() === readSimpleFilter(filterOf(exchange) ?? "")?.value.toLowerCase()) {
    return [say(" and found "), name(singular === "group" ? "it" : "them", target)];
  }
  return [say(" and found "), name(shownName(shown, singular === "group" ? "a group" : "a person"), target)];
}

function memberResources({ responseBody }: LoggedExchange) {
  return responseBody !== null && typeof responseBody === "object" && !Array.isArray(responseBody)
    ? responseBody.Resources
    : undefined;
}

function describePage(
  exchange: LoggedExchange,
  total: number | undefined,
  singular: string,
  plural: string,
): SentencePart[] {
  if (total === undefined) return [say(` read a list of ${plural}`)];
  if (total === 0) return [say(` read the list of ${plural}`), remark(" (there are none)")];
  const whole = singular === "person" ? countPeople(total) : countOf(total, singular, plural);
  if (queryOf(exchange, "count") === "0") return [say(` counted the ${plural}`), remark(` (${whole})`)];
  const shown = numberOf(exchange.responseBody, "itemsPerPage") ?? listOf(memberResources(exchange)).length;
  if (shown >= total) return [say(` read the list of ${plural}`), remark(` (${whole})`)];
  if (shown === 0) return [say(` read past the end of the list of ${plural}`), remark(` (${whole})`)];
  const first = numberOf(exchange.responseBody, "startIndex");
  if (first === undefined) return [say(` read ${formatNumber(shown)} of ${whole}`)];
  const last = first + shown - 1;
  const range = shown === 1 ? formatNumber(first) : `${formatNumber(first)} to ${formatNumber(last)}`;
  return [say(` read ${plural} ${range} of ${formatNumber(total)}`)];
}
