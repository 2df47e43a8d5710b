import type { LoggedExchange } from "./logged-exchange";
import { type LinkTarget, name, type SentencePart, shownName } from "./sentence";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text has the form of an id. */
export function isId(text: string): boolean {
  return uuid.test(text);
}

/** The page of a person or group; undefined where the id cannot be one. */
export function targetOf(resourceType: string | undefined, id: string | undefined): LinkTarget | undefined {
  if (id === undefined || !isId(id)) return undefined;
  return { kind: resourceType === "Group" ? "group" : "user", id };
}

/** The person or group that a request is about: "Ada Lovelace", "the group Engineering", or what it is where no name is known. */
export function nameResource({
  resourceType,
  resourceId,
  label,
}: Pick<LoggedExchange, "resourceType" | "resourceId" | "label">): SentencePart {
  const kind = resourceType === "Group" ? "a group" : "a person";
  const shown = shownName(label, kind);
  const text = resourceType === "Group" && shown !== kind ? `the group ${shown}` : shown;
  return name(text, targetOf(resourceType, resourceId));
}
