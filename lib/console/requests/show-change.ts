import { type DiffLine, listDiffLines } from "@/lib/console/directory/describe-change";
import type { LoggedChange } from "@/lib/explain/logged-exchange";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";

/** A name that may lead to a page. */
type Linked = { readonly name: string; readonly href: string | undefined };

/** What a request changed in one person or group. */
export type ShownChange = {
  readonly id: string;
  readonly kind: LoggedChange["kind"];
  readonly subject: Linked;
  readonly lines: readonly DiffLine[];
  readonly added: { readonly named: readonly Linked[]; readonly more: number };
  readonly removed: { readonly named: readonly Linked[]; readonly more: number };
};

type Names = ReadonlyMap<string, { readonly name: string; readonly kind: "User" | "Group" }>;

const mostNamed = 20;

/** The ids of which a change speaks, as far as they are named. */
export function listMemberIds({ resourceId, after }: LoggedChange): readonly string[] {
  return [resourceId, ...readIds(after, "added").slice(0, mostNamed), ...readIds(after, "removed").slice(0, mostNamed)];
}

/** A change as the page of its request shows it. */
export function showChange(change: LoggedChange, names: Names): ShownChange {
  const { id, kind, before, after } = change;
  return {
    id,
    kind,
    subject: showSubject(change, names),
    lines: listDiffLines(withoutMembers(before), withoutMembers(after)).filter(isDifferent),
    added: showMembers(readIds(after, "added"), names),
    removed: showMembers(readIds(after, "removed"), names),
  };
}

function showSubject({ resourceId, resourceType, before, after }: LoggedChange, names: Names): Linked {
  const found = names.get(resourceId);
  const isUser = resourceType === "User";
  if (found !== undefined) return { name: found.name, href: `/${isUser ? "people" : "groups"}/${resourceId}` };
  const known = [after, before].flatMap((state) => [state?.displayName, state?.userName]);
  const name = known.find((value) => typeof value === "string");
  const gone = isUser ? "A person who was deleted since" : "A group that was deleted since";
  return { name: typeof name === "string" ? name : gone, href: undefined };
}

function showMembers(ids: readonly string[], names: Names): ShownChange["added"] {
  const named = ids.slice(0, mostNamed).map((id): Linked => {
    const found = names.get(id);
    if (found === undefined) return { name: "somebody who was deleted since", href: undefined };
    return { name: found.name, href: `/${found.kind === "User" ? "people" : "groups"}/${id}` };
  });
  return { named, more: Math.max(0, ids.length - mostNamed) };
}

/** The parts of a complex attribute are recorded together, also those that stayed. */
function isDifferent({ before, after }: DiffLine): boolean {
  return before.join("\n") !== after.join("\n");
}

function readIds(state: JsonObject | undefined, side: "added" | "removed"): string[] {
  const members: JsonValue | undefined = state?.members;
  const ids = isJsonObject(members) ? members[side] : undefined;
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}

function withoutMembers(state: JsonObject | undefined): JsonObject | null {
  if (state === undefined) return null;
  const { members: _apart, ...others } = state;
  return others;
}
