import type { Answer } from "../load/read-answer";
import type { PhaseRequest } from "../load/write-request";
import { range } from "./people";
import { isRecord, type Phase, type PhaseContext, quoteAnswer, readBody, readCreatedId } from "./phase";

const groupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group";
const patchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const membersOfNewGroup = 5;
const membersOfReadGroup = 500;

const create: Phase = {
  name: "create group",
  weight: "write",
  begin: ({ directory: { people }, requests, pass, send }) => ({
    requests: range(requests, (index) => {
      const members = range(membersOfNewGroup, (member) => people[(index + member) % people.length] ?? "");
      return createGroup(`New ${pass}.${index}`, members);
    }),
    findMistake: (answer) => (answer.status === 201 ? undefined : quoteAnswer(answer)),
    finish: async (exchanges) => {
      const ids = exchanges.map(({ answer }) => readCreatedId(answer));
      const [read] = await send([readGroup(ids[0] ?? "")]);
      await send(ids.map(deleteGroup));
      return read && listMembers(read).size === membersOfNewGroup ? undefined : "the members are not in the group";
    },
  }),
};

/** Each connection has a group of its own: there is nobody to wait for. */
const addMemberAlone: Phase = {
  name: "add member alone",
  weight: "write",
  begin: (context) => addMembers(context, context.connections),
};

/** All connections add to one group. */
const addMemberTogether: Phase = {
  name: "add member together",
  weight: "write",
  begin: (context) => addMembers(context, 1),
};

const readWithMembers: Phase = {
  name: "get group with members",
  weight: "page",
  begin: async (context) => {
    const members = countReadMembers(context);
    const request = readGroup(await findOrCreateReadGroup(context));
    return {
      requests: range(context.requests, () => request),
      findMistake: (answer) =>
        answer.status === 200 && listMembers(answer).size === members ? undefined : quoteAnswer(answer),
    };
  },
};

const readWithoutMembers: Phase = {
  name: "get group without members",
  weight: "read",
  begin: async (context) => {
    const id = await findOrCreateReadGroup(context);
    const request: PhaseRequest = { method: "GET", path: `/Groups/${id}?excludedAttributes=members` };
    return {
      requests: range(context.requests, () => request),
      findMistake: (answer) => {
        if (answer.status !== 200) return quoteAnswer(answer);
        const group = readBody(answer);
        if (group.id !== id || typeof group.displayName !== "string") return quoteAnswer(answer);
        return listMembers(answer).size === 0 ? undefined : "excludedAttributes=members was not heeded";
      },
    };
  },
};

export const groupPhases = { create, addMemberAlone, addMemberTogether, readWithMembers, readWithoutMembers };

async function addMembers({ directory: { people }, requests, pass, send }: PhaseContext, groups: number) {
  const created = await send(range(groups, (index) => createGroup(`Group ${pass}.${index}`, [])));
  const ids = created.map(readCreatedId);
  const count = Math.min(requests, people.length);
  const memberAt = (index: number) => people[index] ?? "";
  return {
    requests: range(count, (index) => addMember(ids[index % groups] ?? "", memberAt(index))),
    findMistake: (answer: Answer) => (answer.status === 204 || answer.status === 200 ? undefined : quoteAnswer(answer)),
    finish: async (exchanges: readonly { readonly index: number }[]) => {
      const members = (await send(ids.map(readGroup))).map(listMembers);
      const lost = exchanges.filter(({ index }) => members[index % groups]?.has(memberAt(index)) !== true);
      await send(ids.map(deleteGroup));
      return lost.length === 0 ? undefined : `lost ${lost.length} of ${exchanges.length}`;
    },
  };
}

async function findOrCreateReadGroup(context: PhaseContext): Promise<string> {
  const { directory, send } = context;
  if (directory.readGroup === undefined) {
    const members = directory.people.slice(0, countReadMembers(context));
    const [answer] = await send([createGroup("Everybody", members)]);
    if (answer !== undefined) directory.readGroup = readCreatedId(answer);
  }
  return directory.readGroup ?? "";
}

function countReadMembers({ directory }: PhaseContext): number {
  return Math.min(membersOfReadGroup, directory.people.length);
}

function createGroup(displayName: string, members: readonly string[]): PhaseRequest {
  const body = { schemas: [groupSchema], displayName, members: members.map((value) => ({ value })) };
  return { method: "POST", path: "/Groups", body };
}

function addMember(group: string, member: string): PhaseRequest {
  const operation = { op: "add", path: "members", value: [{ value: member }] };
  return { method: "PATCH", path: `/Groups/${group}`, body: { schemas: [patchSchema], Operations: [operation] } };
}

function readGroup(id: string): PhaseRequest {
  return { method: "GET", path: `/Groups/${id}` };
}

function deleteGroup(id: string): PhaseRequest {
  return { method: "DELETE", path: `/Groups/${id}` };
}

function listMembers(answer: Answer): ReadonlySet<unknown> {
  const { members } = readBody(answer);
  return new Set(Array.isArray(members) ? members.filter(isRecord).map(({ value }) => value) : []);
}
