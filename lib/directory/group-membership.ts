import type { ResourceType } from "@/lib/scim/attribute";
import { ScimError } from "@/lib/scim/errors";
import type { CheckedFilter } from "@/lib/scim/filter/ast";
import { matchesElement } from "@/lib/scim/filter/evaluate";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import type { PatchOperation } from "@/lib/scim/patch/patch-operation";
import { quoteText } from "@/lib/scim/quote-text";
import { checkAttributeValue } from "@/lib/scim/validate-resource";
import type { MembershipEdit } from "./directory-store";
import { refuseUnknownMembers } from "./refuse-write";

/** Each of them looks at every member of the group. */
const maxMemberFilters = 20;

type LoadMembers = (ids: ReadonlySet<string>, withStored: boolean) => Promise<readonly JsonObject[]>;

/** Whether a PATCH operation is about a group's members. */
export function isMembersOperation({ target }: PatchOperation): boolean {
  return target.kind === "attribute" && target.extension === undefined && target.attribute.name === "members";
}

/**
 * Turns the operations on `members` of one PATCH, in their order, into one set operation, so that a group's members are
 * never loaded to change a few of them, and parallel requests that change different members do not undo each other.
 *
 * @param loadMembers these people and groups, and the stored members if they are kept, as SCIM elements; called only for
 *   a value filter that is not about ids alone
 * @param resourceType of a strict one a value filter may select one member at most, as the interoperability profile has it
 * @throws ScimError mutability, invalidValue, invalidPath, invalidFilter
 * @see RFC 7644 §3.5.2
 */
export async function planMembershipEdit(
  operations: readonly PatchOperation[],
  loadMembers: LoadMembers,
  resourceType: ResourceType,
): Promise<MembershipEdit> {
  let keepExisting = true;
  const remove = new Set<string>();
  const add = new Set<string>();

  let filters = 0;
  const countFilter = () => {
    filters += 1;
    if (filters > maxMemberFilters) {
      throw new ScimError(
        "payloadTooLarge",
        `The PATCH has more than ${maxMemberFilters} operations that select members by something else than value. Name the members by their value, or send several requests.`,
      );
    }
  };

  const named = new Set<string>();
  const addAll = (ids: Iterable<string>) => {
    for (const id of ids) {
      named.add(id);
      add.add(id);
      remove.delete(id);
    }
  };
  const removeAll = (ids: Iterable<string>) => {
    for (const id of ids) {
      remove.add(id);
      add.delete(id);
    }
  };
  const clear = () => {
    keepExisting = false;
    remove.clear();
    add.clear();
  };

  for (const operation of operations) {
    const { op, target, value } = operation;
    if (target.kind !== "attribute") continue;
    if (target.subAttribute !== undefined || (target.valueFilter !== undefined && op !== "remove")) {
      throw new ScimError(
        "mutability",
        `"${operation.pathText}" would change a member in place, but a member's value, $ref and type never change. Remove the member and add the other one.`,
      );
    }
    // One object is as good as an array of one to add. (RFC 7644 §3.5.2.1)
    if (op !== "remove") checkAttributeValue(resourceType, target.attribute, isJsonObject(value) ? [value] : value);
    if (op === "add") {
      addAll(readMemberIds(value));
    } else if (op === "replace") {
      const ids = readMemberIds(value);
      clear();
      addAll(ids);
    } else if (target.valueFilter !== undefined) {
      const filter = target.valueFilter;
      const namedIds = listNamedIds(filter);
      if (namedIds === undefined) countFilter();
      const ids = namedIds ?? (await findMatchingIds(filter, { keepExisting, remove, add }, loadMembers));
      if (resourceType.strict) checkOneMember(ids, operation.pathText);
      removeAll(ids);
    } else if (value === undefined || value === null) {
      clear();
    } else {
      // Entra and JumpCloud name the members to remove in the value: only those go. (checklist X-10)
      removeAll(readMemberIds(value));
    }
  }
  await checkUndone(new Set([...named].filter((id) => !add.has(id))), loadMembers);
  return { keepExisting, remove, add };
}

function checkOneMember(ids: readonly string[], pathText: string): void {
  if (new Set(ids).size <= 1) return;
  throw new ScimError(
    "invalidFilter",
    `The filter in ${quoteText(pathText)} selects ${ids.length} members, and it must select one alone. Send an operation for each member.`,
  );
}

/** Who was added and removed again in one request never reaches the store, and must be somebody all the same. */
async function checkUndone(ids: ReadonlySet<string>, loadMembers: LoadMembers): Promise<void> {
  if (ids.size === 0) return;
  const known = new Set((await loadMembers(ids, false)).map((member) => String(member.value)));
  const unknown = [...ids].filter((id) => !known.has(id));
  if (unknown.length > 0) throw refuseUnknownMembers(unknown);
}

/** The edit that leaves exactly these members: what POST and PUT ask for. */
export function replaceMembers(members: JsonValue | undefined): MembershipEdit {
  return { keepExisting: false, remove: new Set(), add: new Set(readMemberIds(members)) };
}

/** Whether an edit can change anything. */
export function isEmptyEdit(edit: MembershipEdit): boolean {
  return edit.keepExisting && edit.remove.size === 0 && edit.add.size === 0;
}

/**
 * The ids in a `members` value: an array of members, one member, or ids alone.
 *
 * @throws ScimError invalidValue
 */
export function readMemberIds(value: JsonValue | undefined): string[] {
  if (value === undefined || value === null) return [];
  const elements = Array.isArray(value) ? value : [value];
  return elements.map((element) => {
    const id = isJsonObject(element) ? element.value : element;
    if (typeof id === "string" && id !== "") return id;
    throw new ScimError(
      "invalidValue",
      `A member must be an object with the id of a person or a group as its value, such as {"value": "2819c223-…"}; ${JSON.stringify(element).slice(0, 100)} is not.`,
    );
  });
}

/** The ids that a filter names, when it is `value eq "x"` or several of these joined by `or`. */
function listNamedIds(filter: CheckedFilter): string[] | undefined {
  if (filter.kind === "compare" && filter.operator === "eq" && filter.target.attribute.name === "value") {
    return typeof filter.value === "string" ? [filter.value] : undefined;
  }
  if (filter.kind !== "or") return undefined;
  const left = listNamedIds(filter.left);
  const right = listNamedIds(filter.right);
  return left && right && [...left, ...right];
}

/** The members that a filter matches, among those that the operations so far leave. */
async function findMatchingIds(
  filter: CheckedFilter,
  edit: MembershipEdit,
  loadMembers: LoadMembers,
): Promise<string[]> {
  const members = await loadMembers(edit.add, edit.keepExisting);
  return members.filter((member) => matchesElement(filter, member)).map((member) => String(member.value));
}
