import { type Connection, openConnection } from "../load/connection";
import type { Answer } from "../load/read-answer";
import { createRequestWriter, type PhaseRequest } from "../load/write-request";
import { createPerson } from "../phases/person";
import { readBody } from "../phases/phase";
import { type Counts, countAnswer } from "./counts";

type Directory = { readonly people: string[]; readonly groups: string[]; nextNumber: number };
type Act = (directory: Directory) => PhaseRequest;

/** As many people as the directory may hold, and groups. */
const mostPeople = 2000;
const groups = 40;
const patchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const bulkSchema = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
const groupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group";

/** What is sent and how often, out of the sum. What has a number in it is different each time, so that nothing is found in a cache. */
const acts: readonly (readonly [weight: number, act: Act])[] = [
  [14, (directory) => (directory.people.length < mostPeople ? create(directory) : remove(directory))],
  [4, (directory) => (directory.people.length > mostPeople / 2 ? remove(directory) : create(directory))],
  [20, ({ people }) => get(`/Users/${choose(people)}`)],
  [10, ({ nextNumber }) => filter(`userName eq "person.${chance(nextNumber)}@acme.example"`)],
  [4, () => filter(`externalId eq "${chance(1e9)}"`)],
  [4, () => filter(`emails[type eq "work"].value eq "person.${chance(1e9)}@acme.example"`)],
  [3, () => filter(`title co "${chance(1e9)}" or name.familyName sw "${chance(1e9)}" and active eq true`)],
  [14, ({ people }) => patch(`/Users/${choose(people)}`, [{ op: "replace", path: "title", value: `T${chance(1e9)}` }])],
  [4, ({ people }) => patch(`/Users/${choose(people)}`, [{ op: "replace", value: { active: chance(2) === 0 } }])],
  [5, ({ people, nextNumber }) => put(choose(people), nextNumber)],
  [2, () => get(`/Users?startIndex=${1 + chance(mostPeople)}&count=50`)],
  [1, () => get(`/Users?sortBy=${choose(["userName", "name.familyName", "meta.created"])}&count=50`)],
  [1, () => get("/Users?cursor&count=50")],
  [5, (directory) => changeMember(directory, "add")],
  [3, (directory) => changeMember(directory, "remove")],
  [1, (directory) => get(`/Groups/${choose(directory.groups)}`)],
  [2, (directory) => get(`/Groups/${choose(directory.groups)}?excludedAttributes=members`)],
  [1, bulk],
  [1, () => get(`/Users/${chance(1e9)}`)],
  [1, () => filter(`nothing${chance(1e9)} eq "x"`)],
  [1, ({ people }) => patch(`/Users/${choose(people)}`, [{ op: "replace", path: `unknown${chance(1e9)}`, value: 1 }])],
  [1, () => ({ method: "POST", path: "/Users", body: { schemas: [`urn:made:up:${chance(1e9)}`] } })],
  [1, () => get(`/Nothing${chance(1e9)}`)],
];
const sumOfWeights = acts.reduce((sum, [weight]) => sum + weight, 0);

/** How many of so many requests come with a token that nobody has. */
const strangerEvery = 100;

/**
 * Sends everything that identity providers send, and what they should not, on so many connections until `isOver`. The people
 * are bounded; what is asked for is different each time.
 *
 * @throws Error when a connection ends or an answer does not come
 */
export async function sendMixedLoad(
  server: { readonly baseUrl: string; readonly token: string },
  connections: number,
  isOver: () => boolean,
  counts: Counts,
): Promise<void> {
  const write = createRequestWriter(server.baseUrl, server.token);
  const directory: Directory = { people: [], groups: [], nextNumber: 0 };
  const port = Number(new URL(server.baseUrl).port);
  const opened = await Promise.all(Array.from({ length: connections }, () => openConnection(port)));
  try {
    await fill(directory, (request) => sendOne(opened[0], write(request)));
    const work = async (connection: Connection): Promise<void> => {
      while (!isOver()) {
        const request = chooseAct()(directory);
        const isStranger = chance(strangerEvery) === 0;
        const sent = isStranger
          ? createRequestWriter(server.baseUrl, `roster_scim_${chance(1e9)}`)(request)
          : write(request);
        const answer = await connection.send(sent);
        counts.requests += 1;
        countAnswer(counts, answer.status);
        if (!isStranger) record(directory, request, answer);
      }
    };
    await Promise.all(opened.map(work));
  } finally {
    for (const connection of opened) connection.close();
  }
}

async function fill(directory: Directory, send: (request: PhaseRequest) => Promise<Answer>): Promise<void> {
  for (let count = 0; count < 100; count++) {
    const request = create(directory);
    record(directory, request, await send(request));
  }
  for (let number = 0; number < groups; number++) {
    const body = { schemas: [groupSchema], displayName: `Group ${number}` };
    directory.groups.push(String(readBody(await send({ method: "POST", path: "/Groups", body })).id));
  }
}

function sendOne(connection: Connection | undefined, request: Buffer): Promise<Answer> {
  if (connection === undefined) throw new Error("--connections needs a number from 1 up.");
  return connection.send(request);
}

function record({ people }: Directory, { method, path }: PhaseRequest, answer: Answer): void {
  if (method === "POST" && path === "/Users" && answer.status === 201) people.push(String(readBody(answer).id));
}

function create(directory: Directory): PhaseRequest {
  const number = directory.nextNumber++;
  return { method: "POST", path: "/Users", body: createPerson(number) };
}

/** Takes the person out of the list first: nobody else asks for who is being deleted. */
function remove({ people }: Directory): PhaseRequest {
  const at = chance(people.length);
  const id = people[at] ?? "";
  people[at] = people.at(-1) ?? "";
  people.pop();
  return { method: "DELETE", path: `/Users/${id}` };
}

/** With a userName that somebody else may have: some are refused with 409. */
function put(id: string, nextNumber: number): PhaseRequest {
  return { method: "PUT", path: `/Users/${id}`, body: createPerson(chance(2 * nextNumber), `T${chance(1e9)}`) };
}

function changeMember(directory: Directory, op: "add" | "remove"): PhaseRequest {
  const member = choose(directory.people);
  const operation =
    op === "add" ? { op, path: "members", value: [{ value: member }] } : { op, path: `members[value eq "${member}"]` };
  return patch(`/Groups/${choose(directory.groups)}`, [operation]);
}

function bulk({ people }: Directory): PhaseRequest {
  const operations = Array.from({ length: 20 }, () => {
    const data = { schemas: [patchSchema], Operations: [{ op: "replace", path: "title", value: `B${chance(1e9)}` }] };
    return { method: "PATCH", path: `/Users/${choose(people)}`, data };
  });
  return { method: "POST", path: "/Bulk", body: { schemas: [bulkSchema], Operations: operations } };
}

function patch(path: string, operations: readonly object[]): PhaseRequest {
  return { method: "PATCH", path, body: { schemas: [patchSchema], Operations: operations } };
}

function filter(text: string): PhaseRequest {
  return get(`/Users?filter=${encodeURIComponent(text)}`);
}

function get(path: string): PhaseRequest {
  return { method: "GET", path };
}

function chooseAct(): Act {
  let left = chance(sumOfWeights);
  for (const [weight, act] of acts) {
    left -= weight;
    if (left < 0) return act;
  }
  throw new Error("The weights do not add up.");
}

function choose(list: readonly string[]): string {
  return list[chance(list.length)] ?? "";
}

function chance(below: number): number {
  return Math.floor(Math.random() * below);
}
