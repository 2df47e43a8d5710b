import type { RequestAction, RequestOutcome } from "@/lib/explain/logged-exchange";

/** What people call the ways in which a request can end. */
export const outcomeWords: Readonly<Record<RequestOutcome, string>> = {
  changed: "Changed",
  unchanged: "Unchanged",
  read: "Read",
  refused: "Refused",
  failed: "Failed",
};

/** What people call what a request does, or comes for. */
export const actionWords: Readonly<Record<RequestAction, string>> = {
  "user.created": "Create person",
  "user.updated": "Update person",
  "user.renamed": "Rename person",
  "user.deactivated": "Deactivate person",
  "user.reactivated": "Reactivate person",
  "user.deleted": "Delete person",
  "user.read": "Read person",
  "users.listed": "List people",
  "group.created": "Create group",
  "group.updated": "Update group",
  "group.renamed": "Rename group",
  "group.members.changed": "Change members",
  "group.deleted": "Delete group",
  "group.read": "Read group",
  "groups.listed": "List groups",
  "resources.listed": "List people and groups",
  "bulk.processed": "Bulk",
  "serviceProviderConfig.read": "Read what is supported",
  "resourceTypes.read": "Read resource types",
  "schemas.read": "Read schemas",
  "roles.read": "Read roles",
  "token.issued": "Issue access token",
  unknown: "Unknown address",
};

/** Whether `text` is a way in which a request can end. */
export function isOutcome(text: string): text is RequestOutcome {
  return Object.hasOwn(outcomeWords, text);
}

/** Whether `text` is something that a request can do or come for. */
export function isAction(text: string): text is RequestAction {
  return Object.hasOwn(actionWords, text);
}
