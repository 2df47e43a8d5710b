import type { RequestEffect } from "@/lib/directory/request-record";
import { isJsonObject, type JsonValue } from "@/lib/scim/json";
import type { LoggedChange, LoggedExchange } from "./logged-exchange";
import { targetOf } from "./name-resource";
import { countOf, countPeople, formatNumber, joinWords } from "./quantities";
import { listOf, memberOf, operationsOf, textOf } from "./read-request";
import { isHidden, name, remark, type Sentence, type SentencePart, say, shownName } from "./sentence";

/**
 * What a request did to one person or group, as the rest of a sentence: " deactivated Ada Lovelace".
 *
 * @param exchange of one effect; those of a Bulk are counted instead
 */
export function describeEffect(exchange: LoggedExchange, effect: RequestEffect): Sentence {
  const object = nameOf(effect);
  const isCreation = exchange.operation?.startsWith("create") === true;
  switch (effect.action) {
    case "user.created":
      return [say(" created "), object];
    case "user.deleted":
      return [say(" deleted "), object];
    case "user.deactivated":
      return exchange.method === "DELETE"
        ? [say(" asked to delete "), object, say(", who was deactivated instead")]
        : [say(" deactivated "), object, ...describeOthers(effect, "active")];
    case "user.reactivated":
      return isCreation
        ? [say(" brought back "), object, remark(", who was here, deactivated")]
        : [say(" reactivated "), object, ...describeOthers(effect, "active")];
    case "user.renamed":
    case "user.updated":
      if (isCreation) return [say(" took over "), object, say(", who was here already")];
      return describeUpdate(exchange, effect, object);
    case "group.created":
      return [say(" created the group "), object, ...describeFirstMembers(exchange)];
    case "group.deleted":
      return [say(" deleted the group "), object];
    case "group.renamed":
    case "group.updated":
      return [...describeUpdate(exchange, effect, object), ...describeMembersToo(effect)];
    case "group.members.changed":
      return describeMembers(exchange, effect, object);
  }
}

function nameOf({ resourceType, resourceId, label, action }: RequestEffect): SentencePart {
  const isGone = action === "user.deleted" || action === "group.deleted";
  const shown = shownName(label, resourceType === "Group" ? "a group" : "a person");
  return name(shown, isGone ? undefined : targetOf(resourceType, resourceId));
}

function describeUpdate(exchange: LoggedExchange, effect: RequestEffect, object: SentencePart): SentencePart[] {
  const change = exchange.changes.find(({ resourceId }) => resourceId === effect.resourceId);
  const article = effect.resourceType === "Group" ? "the group " : "";
  if (effect.action === "user.renamed" || effect.action === "group.renamed") {
    const attribute = effect.resourceType === "Group" ? "displayName" : "userName";
    const before = textOf(change?.before, attribute);
    const after = textOf(change?.after, attribute);
    const isUser = effect.resourceType === "User";
    if (before === undefined || after === undefined || isHidden(effect.label)) {
      return isUser ? [say(" changed the userName of "), object] : [say(" renamed a group to "), object];
    }
    if (!isUser) return [say(` renamed the group ${before} to `), object];
    const others = describeOthers(effect, "userName");
    return [say(" changed the userName of "), object, say(` from ${before} to ${after}`), ...others];
  }
  const role = effect.attributes.length <= 2 ? textOf(change?.after, "role") : undefined;
  if (role !== undefined && effect.attributes.includes("role")) {
    const article = /^[aeiou]/.test(role) ? "an" : "a";
    return [say(" made "), object, say(` ${article} ${role}`), ...describeFormerRole(change)];
  }
  const attributes = effect.attributes.map(shortenAttribute);
  if (attributes.length === 0) return [say(` changed ${article}`), object];
  return [say(` changed the ${joinWords(attributes)} of ${article}`), object];
}

function describeFormerRole(change: LoggedChange | undefined): SentencePart[] {
  const before = textOf(change?.before, "role");
  return before === undefined ? [] : [remark(` (${before} before)`)];
}

/** What else changed, beside what the sentence says. */
function describeOthers({ attributes }: RequestEffect, said: string): SentencePart[] {
  const others = attributes.filter((attribute) => attribute !== said).map(shortenAttribute);
  return others.length === 0 ? [] : [remark(` (and changed the ${joinWords(others)})`)];
}

/** The name alone of an extension's attribute. */
function shortenAttribute(attribute: string): string {
  return attribute.startsWith("urn:") ? attribute.slice(attribute.lastIndexOf(":") + 1) : attribute;
}

function describeFirstMembers({ requestBody }: LoggedExchange): SentencePart[] {
  const added = listOf(memberOf(requestBody, "members")).length;
  return added === 0 ? [] : [say(` with ${countOf(added, "member")}`)];
}

/** Of a group that was changed otherwise, too. */
function describeMembersToo({ members }: RequestEffect): SentencePart[] {
  const { added = 0, removed = 0 } = members ?? {};
  const parts = [
    ...(added === 0 ? [] : [`added ${countOf(added, "member")}`]),
    ...(removed === 0 ? [] : [`removed ${added === 0 ? countOf(removed, "member") : formatNumber(removed)}`]),
  ];
  return parts.length === 0 ? [] : [say(` and ${parts.join(" and ")}`)];
}

function describeMembers(exchange: LoggedExchange, { members }: RequestEffect, object: SentencePart): SentencePart[] {
  const { added = 0, removed = 0 } = members ?? {};
  const count = namesGroups(exchange) ? (value: number) => countOf(value, "member") : countPeople;
  if (added === 0 && removed > 0 && emptiesGroup(exchange))
    return [say(" emptied "), object, remark(` (${count(removed)})`)];
  if (added === 0) return [say(` removed ${count(removed)} from `), object];
  if (removed === 0) return [say(` added ${count(added)} to `), object];
  return [say(` added ${count(added)} to `), object, say(` and removed ${formatNumber(removed)}`)];
}

/** Whether the request asked for a group without members: by a removal of all, or by none in their place. */
export function emptiesGroup(exchange: LoggedExchange): boolean {
  const { method, requestBody } = exchange;
  if (method === "PUT") return isEmptyList(memberOf(requestBody, "members"));
  return operationsOf(exchange).some(({ op, path, value }) => {
    const isMembers = path?.toLowerCase() === "members";
    if (op.toLowerCase() === "remove") return isMembers && (value === undefined || value === null);
    if (op.toLowerCase() !== "replace") return false;
    if (path === undefined) return isEmptyList(memberOf(value, "members"));
    return isMembers && isEmptyList(value);
  });
}

function isEmptyList(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Whether a group is among the members that the request names, so that they cannot be called people. */
function namesGroups(exchange: LoggedExchange): boolean {
  const values = [memberOf(exchange.requestBody, "members"), ...operationsOf(exchange).map(({ value }) => value)];
  const elements = values.flatMap((value) => listOf(isJsonObject(value) ? memberOf(value, "members") : value));
  return elements.some(
    (element) => textOf(element, "type") === "Group" || /\/Groups\//.test(textOf(element, "$ref") ?? ""),
  );
}
