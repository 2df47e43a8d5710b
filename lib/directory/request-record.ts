import type { ClientOptionName, ClientOptions } from "./client-options";

/** What may happen to one person or group. */
export type EffectAction =
  | "user.created"
  | "user.updated"
  | "user.renamed"
  | "user.deactivated"
  | "user.reactivated"
  | "user.deleted"
  | "group.created"
  | "group.updated"
  | "group.renamed"
  | "group.members.changed"
  | "group.deleted";

/** What a request really did to one person or group: told by the domain once it is written. */
export type RequestEffect = {
  readonly action: EffectAction;
  readonly resourceType: "User" | "Group";
  readonly resourceId: string;
  /** What people know it by, at that time: a person's full name, a group's displayName. */
  readonly label: string;
  /** The top-level attributes that changed; those of an extension as "<URN>:<name>". Empty for what was created or deleted. */
  readonly attributes: readonly string[];
  /** Present where a group's members changed: how many really came and went, and the first of those that were named. */
  readonly members?: {
    readonly added: number;
    readonly removed: number;
    readonly ids: readonly string[];
  };
};

/** A client option that decided something about a request, and the value it had. */
export type UsedOption = {
  readonly name: ClientOptionName;
  readonly value: ClientOptions[ClientOptionName];
};

/** What one request was about and did, gathered on its way for its row in the request log. */
export type RequestRecord = {
  readonly effects: RequestEffect[];
  readonly usedOptions: UsedOption[];
  /** Whom or what the request is about, in words, as far as it is known: also of one that is refused or changes nothing. */
  subject: string | undefined;
  /** By what else those whom it is about may be looked for: userName, externalId. */
  readonly names: Set<string>;
};

/** The record of a request that has not done anything yet. */
export function beginRecord(): RequestRecord {
  return { effects: [], usedOptions: [], subject: undefined, names: new Set() };
}

/** More than a person has; a Bulk is about many. */
const maxNames = 200;

/** Notes whom or what the request is about. @param names others that it may be looked for by */
export function noteSubject(record: RequestRecord, subject: unknown, ...names: readonly unknown[]): void {
  if (typeof subject === "string" && subject !== "") record.subject = subject;
  for (const name of names) {
    if (typeof name === "string" && name !== "" && record.names.size < maxNames) record.names.add(name);
  }
}

/** Notes once that an option decided something. */
export function noteOption<Name extends ClientOptionName>(
  record: RequestRecord,
  options: ClientOptions,
  name: Name,
): void {
  if (record.usedOptions.some((used) => used.name === name)) return;
  record.usedOptions.push({ name, value: options[name] });
}
