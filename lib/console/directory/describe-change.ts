import type { ChangeRow } from "@/lib/db/change-history";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { jsonEquals } from "@/lib/scim/json-object";
import { describeValues } from "./describe-value";

/** How one attribute changed; a side without lines was not there. */
export type DiffLine = { readonly name: string; readonly before: readonly string[]; readonly after: readonly string[] };

/** What changed, attribute by attribute: parts of a complex attribute apart, of a list only what came and went. */
export function listDiffLines(before: JsonObject | null, after: JsonObject | null): readonly DiffLine[] {
  return compare("", before ?? {}, after ?? {});
}

/** Says nothing to people: every resource has them. */
const silent: ReadonlySet<string> = new Set(["schemas", "id"]);

function compare(path: string, before: JsonObject, after: JsonObject): DiffLine[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    if (path === "" && silent.has(name)) return [];
    const old = before[name];
    const next = after[name];
    if (old !== undefined && next !== undefined && jsonEquals(old, next)) return [];
    if (isObjectOrAbsent(old) && isObjectOrAbsent(next)) return compare(join(path, name), old ?? {}, next ?? {});
    const [gone, come] = compareValues(old, next);
    return gone.length === 0 && come.length === 0 ? [] : [{ name: join(path, name), before: gone, after: come }];
  });
}

function isObjectOrAbsent(value: JsonValue | undefined): value is JsonObject | undefined {
  return value === undefined || isJsonObject(value);
}

function compareValues(
  old: JsonValue | undefined,
  next: JsonValue | undefined,
): [readonly string[], readonly string[]] {
  const before = describeValues(old);
  const after = describeValues(next);
  if (!Array.isArray(old) || !Array.isArray(next)) return [before, after];
  return [before.filter((line) => !after.includes(line)), after.filter((line) => !before.includes(line))];
}

/** Extensions are told by the last word of their URN. */
function join(path: string, name: string): string {
  const own = /^urn:/i.test(name) ? shortenUrn(name) : name;
  return path === "" ? own : `${path}.${own}`;
}

/** What people read in place of a schema's URN: "enterprise" for the enterprise extension. */
export function shortenUrn(urn: string): string {
  const words = urn.split(":").filter((word) => !/^v?\d+(\.\d+)*$/.test(word));
  const last = words.at(-1) ?? urn;
  return /^(user|group)$/i.test(last) ? (words.at(-2) ?? last) : last;
}

/**
 * What a change did, as the rest of a sentence that begins with who made it: "deactivated Ada Lovelace".
 *
 * @param name the name of the person or group now, or as the change has it
 * @param groupName in the history of a person: the group that the change is of
 */
export function describeChange(change: ChangeRow, name: string, groupName?: string): string {
  if (groupName !== undefined) {
    return change.added.count > 0
      ? `added ${name} to the group ${groupName}`
      : `removed ${name} from the group ${groupName}`;
  }
  if (change.kind === "created") return `created ${name}${describeMembers(change.added.count, " with")}`;
  if (change.kind === "deleted") return `deleted ${name}`;
  const acts = change.resourceType === "User" ? listUserActs(change, name) : listGroupActs(change, name);
  return acts.length === 0 ? `wrote ${name} anew` : acts.join(" and ");
}

function listUserActs({ before, after }: ChangeRow, name: string): string[] {
  const acts: string[] = [];
  const lines = listDiffLines(before, after);
  if (after?.active === true) acts.push(`reactivated ${name}`);
  if (after?.active === false) acts.push(`deactivated ${name}`);
  if (before?.role !== undefined && after?.role !== undefined) {
    acts.push(
      `changed the role${acts.length === 0 ? ` of ${name}` : ""} from ${String(before.role)} to ${String(after.role)}`,
    );
  }
  const others = nameAttributes(lines, new Set(["active", "role"]));
  if (others !== "") acts.push(`changed ${others}${acts.length === 0 ? ` of ${name}` : ""}`);
  return acts;
}

function listGroupActs({ before, after, added, removed }: ChangeRow, name: string): string[] {
  const acts: string[] = [];
  if (added.count > 0) acts.push(`added${describeMembers(added.count)} to ${name}`);
  if (removed.count > 0) acts.push(`removed${describeMembers(removed.count)} from ${acts.length === 0 ? name : "it"}`);
  const { displayName: old } = before ?? {};
  const { displayName: next } = after ?? {};
  if (old !== undefined && next !== undefined) acts.push(`renamed the group from ${String(old)} to ${String(next)}`);
  const others = nameAttributes(listDiffLines(before, after), new Set(["displayName"]));
  if (others !== "") acts.push(`changed ${others}${acts.length === 0 ? ` of ${name}` : ""}`);
  return acts;
}

function describeMembers(count: number, word = ""): string {
  return count === 0 ? "" : `${word} ${count.toLocaleString("en")} ${count === 1 ? "member" : "members"}`;
}

const namedAttributes = 3;

/** "title and department", "title, department, emails and 4 more": names of attributes without their parts. */
function nameAttributes(lines: readonly DiffLine[], passedOver: ReadonlySet<string>): string {
  const names = [...new Set(lines.map(({ name }) => nameOf(name)))].filter((name) => !passedOver.has(name));
  const shown = names.slice(0, namedAttributes);
  if (names.length > shown.length) shown.push(`${names.length - shown.length} more`);
  return new Intl.ListFormat("en", { type: "conjunction" }).format(shown);
}

/** The parts of a name are told together, an attribute of an extension by its own name. */
function nameOf(path: string): string {
  const [first = "", second] = path.split(".");
  return second === undefined || first === "name" ? first : second;
}
