import type { Answer } from "../load/read-answer";
import type { PhaseRequest } from "../load/write-request";
import { choosePerson, createPerson } from "./person";
import { isRecord, type Phase, type PhaseContext, type PhaseRun, quoteAnswer, readBody, readCreatedId } from "./phase";

const patchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
/** How many of those that were written are read back. */
const readBackCount = 20;

const create: Phase = {
  name: "create",
  weight: "write",
  begin: ({ directory, requests }) => {
    const first = directory.nextPerson;
    directory.nextPerson += requests;
    return {
      requests: range(requests, (index) => ({ method: "POST", path: "/Users", body: createPerson(first + index) })),
      findMistake: (answer) => (isUser(answer, 201) ? undefined : quoteAnswer(answer)),
      finish: async (exchanges) => {
        directory.passing.push(...exchanges.map(({ answer }) => readCreatedId(answer)));
        return undefined;
      },
    };
  },
};

const get: Phase = {
  name: "get",
  weight: "read",
  begin: ({ directory: { people }, requests }) => {
    const idAt = (index: number) => people[choosePerson(index, people.length)] ?? "";
    return {
      requests: range(requests, (index) => ({ method: "GET", path: `/Users/${idAt(index)}` })),
      findMistake: (answer, index) => (isUser(answer, 200, idAt(index)) ? undefined : quoteAnswer(answer)),
    };
  },
};

const patchAttribute: Phase = {
  name: "patch attribute",
  weight: "write",
  begin: (context) => {
    const titleAt = (index: number) => `Engineer ${context.pass}.${index}`;
    return writePeople(context, {
      createRequest: (id, index) => createPatch(id, { op: "replace", path: "title", value: titleAt(index) }),
      isWritten: (user, index) => user.title === titleAt(index),
    });
  },
};

/** As Okta deactivates and reactivates. */
const patchActive: Phase = {
  name: "patch active",
  weight: "write",
  begin: async (context) => {
    const { directory, requests, send } = context;
    // Everybody is active now; half of the requests deactivate, and in the end all are active again.
    const half = Math.ceil(requests / 2);
    const run = writePeople(context, {
      personAt: (index) => choosePerson(index % half, directory.people.length),
      createRequest: (id, index) => createPatch(id, { op: "replace", value: { active: index >= half } }),
      isWritten: (user, index) => user.active === index >= half,
    });
    return {
      ...run,
      finish: async (exchanges) => {
        const problem = await run.finish?.(exchanges);
        const left = run.requests
          .slice(0, half)
          .filter((_, index) => exchanges.every((sent) => sent.index !== index + half));
        const reactivated = { Operations: [{ op: "replace", value: { active: true } }], schemas: [patchSchema] };
        await send(left.map((request) => ({ ...request, body: reactivated })));
        return problem;
      },
    };
  },
};

const put: Phase = {
  name: "put",
  weight: "write",
  begin: (context) => {
    const { directory } = context;
    const titleAt = (index: number) => `Architect ${context.pass}.${index}`;
    const personAt = (index: number) => choosePerson(index, directory.people.length);
    return writePeople(context, {
      createRequest: (id, index) => {
        const body = { ...createPerson(personAt(index), titleAt(index)), id };
        return { method: "PUT", path: `/Users/${id}`, body };
      },
      isWritten: (user, index) => user.title === titleAt(index),
    });
  },
};

const remove: Phase = {
  name: "delete",
  weight: "write",
  begin: ({ directory, requests, send }) => {
    const ids = directory.passing.slice(0, requests);
    const request = (id: string): PhaseRequest => ({ method: "DELETE", path: `/Users/${id}` });
    return {
      requests: ids.map(request),
      findMistake: (answer) => (answer.status === 204 || answer.status === 200 ? undefined : quoteAnswer(answer)),
      finish: async (exchanges) => {
        const deleted = exchanges.slice(0, readBackCount).map(({ index }) => ids[index] ?? "");
        const answers = await send(deleted.map((id) => ({ method: "GET", path: `/Users/${id}` })));
        const found = answers.find(({ status }) => status !== 404);
        const sent = new Set(exchanges.map(({ index }) => ids[index]));
        await send(directory.passing.filter((id) => !sent.has(id)).map(request));
        directory.passing = [];
        return found && `a deleted person is still there: ${quoteAnswer(found)}`;
      },
    };
  },
};

export const peoplePhases = { create, get, patchAttribute, patchActive, put, remove };

/** Requests that write one person each. The answer may be the person or nothing, so some are read back afterwards. */
function writePeople(
  { directory: { people }, requests, send }: PhaseContext,
  write: {
    readonly personAt?: (index: number) => number;
    readonly createRequest: (id: string, index: number) => PhaseRequest;
    readonly isWritten: (user: Readonly<Record<string, unknown>>, index: number) => boolean;
  },
): PhaseRun {
  const personAt = write.personAt ?? ((index: number) => choosePerson(index, people.length));
  const idAt = (index: number) => people[personAt(index)] ?? "";
  return {
    requests: range(requests, (index) => write.createRequest(idAt(index), index)),
    findMistake: (answer, index) => {
      if (answer.status === 204) return undefined;
      const isRight = isUser(answer, 200, idAt(index)) && write.isWritten(readBody(answer), index);
      return isRight ? undefined : quoteAnswer(answer);
    },
    finish: async (exchanges) => {
      // The latest writer of each person has the last word.
      const latest = new Map(exchanges.toSorted((a, b) => a.index - b.index).map(({ index }) => [idAt(index), index]));
      const some = [...latest].slice(-readBackCount);
      const answers = await send(some.map(([id]) => ({ method: "GET", path: `/Users/${id}` })));
      const wrong = answers.find((answer, at) => {
        const index = some[at]?.[1] ?? 0;
        return answer.status !== 200 || !write.isWritten(readBody(answer), index);
      });
      return wrong && `what was written is not there: ${quoteAnswer(wrong)}`;
    },
  };
}

function createPatch(id: string, operation: object): PhaseRequest {
  return { method: "PATCH", path: `/Users/${id}`, body: { schemas: [patchSchema], Operations: [operation] } };
}

export function range<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function isUser(answer: Answer, status: number, id?: string): boolean {
  if (answer.status !== status) return false;
  const user = readBody(answer);
  return (
    (id === undefined ? typeof user.id === "string" : user.id === id) &&
    typeof user.userName === "string" &&
    isRecord(user.name)
  );
}
