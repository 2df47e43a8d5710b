import {
  createGroup as createGroupResource,
  patchGroup,
  removeGroup as removeGroupResource,
} from "@/lib/directory/groups";
import type { JsonObject } from "@/lib/scim/json";
import type { Projection } from "@/lib/scim/project-attributes";
import { groupSchemaUrn, patchOpUrn } from "@/lib/scim/urns";
import type { Access } from "../access";
import { readName } from "../field-rules";
import { accept, type Refusal, type Result, refuse } from "../result";
import { findOneGroup, findOnePerson } from "./find-one";
import { findGroup } from "./groups";
import { editByHand, type HandEdit } from "./hand-edit";

/** What is answered after a write: not the members, of which there may be many. */
const withoutMembers: Projection = { kind: "except", selection: new Map([["members", "all"]]) };

function refuseGone(): Refusal {
  return refuse("This group is not here any more: somebody has deleted it. Reload the page.");
}

/** Makes a group by hand, visible to every SCIM client. @returns its id */
export async function createGroup(access: Access, input: { readonly name: string }): Promise<Result<string>> {
  const name = readName(input.name, "a group's name");
  if (!name.ok) return name;
  const result = await editByHand(access, { name: name.value }, async (edit) => {
    const body = { schemas: [groupSchemaUrn], displayName: name.value };
    const { id } = await createGroupResource(edit.request, body, withoutMembers);
    await recordAudit(edit, access, "group.created", name.value, { id });
    return accept(id);
  });
  return explainTaken(result, name.value);
}

/** Gives a group another name. */
export async function renameGroup(access: Access, id: string, text: string): Promise<Result<null>> {
  const name = readName(text, "a group's name");
  if (!name.ok) return name;
  const result = await changeGroup(access, id, { before: "name" }, [
    { op: "replace", path: "displayName", value: name.value },
  ]);
  return explainTaken(result, name.value);
}

/**
 * Adds a person, or a group, to a group.
 *
 * @param member the person's userName, email or id; of a group its name or id
 * @returns the name of who was added
 */
export async function addMember(
  access: Access,
  id: string,
  member: { readonly kind: "person" | "group"; readonly text: string },
): Promise<Result<string>> {
  const found =
    member.kind === "person" ? await findOnePerson(access, member.text) : await findOneGroup(access, member.text);
  if (!found.ok) return found;
  if (found.value.id === id) return refuse("A group cannot be a member of itself.", "member");
  const operation = { op: "add", path: "members", value: [{ value: found.value.id }] };
  const result = await changeGroup(access, id, { added: found.value.name }, [operation]);
  return result.ok ? accept(found.value.name) : result;
}

/** Takes a person or a group out of a group; they stay in the organization. */
export async function removeMember(access: Access, id: string, memberId: string): Promise<Result<null>> {
  const operation = { op: "remove", path: `members[value eq ${JSON.stringify(memberId)}]` };
  return await changeGroup(access, id, { removed: memberId }, [operation]);
}

/** Deletes a group; its members stay in the organization. @param typed its name, typed to confirm */
export async function removeGroup(access: Access, id: string, typed: string): Promise<Result<null>> {
  const group = await findGroup(access, id);
  if (group === undefined) return refuseGone();
  if (typed.trim() !== group.name.trim()) return refuse(`Type ${group.name}, just so, to delete the group.`, "name");
  return await editByHand(access, { name: group.name }, async (edit) => {
    await removeGroupResource(edit.request, id);
    await recordAudit(edit, access, "group.removed", group.name, { id, people: group.people });
    return accept(null);
  });
}

async function changeGroup(
  access: Access,
  id: string,
  details: JsonObject,
  operations: readonly JsonObject[],
): Promise<Result<null>> {
  const group = await findGroup(access, id);
  if (group === undefined) return refuseGone();
  return await editByHand(access, { name: group.name }, async (edit) => {
    await patchGroup(edit.request, id, { schemas: [patchOpUrn], Operations: [...operations] }, withoutMembers);
    await recordAudit(edit, access, "group.changed", group.name, { id, ...details });
    return accept(null);
  });
}

function recordAudit(edit: HandEdit, access: Access, action: string, subject: string, details: JsonObject) {
  const { actor, organization } = access;
  return edit.recordAudit({ actor, organizationId: organization.id, action, subject, details });
}

/** The directory speaks of filters where a name is taken; here another name is all that helps. */
function explainTaken<Value>(result: Result<Value>, name: string): Result<Value> {
  if (result.ok || !result.message.includes("belongs to another")) return result;
  return refuse(`There is a group "${name}" already; capitals make no difference. Choose another name.`, "name");
}
