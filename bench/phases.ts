/** What is asked of each server, one after the other, on the same people. */
export const phases = ["create", "get", "filter", "patch"] as const;

export type Phase = (typeof phases)[number];

/** How many requests each phase sends; writes are fewer because they are slower. */
export function countRequests(phase: Phase, people: number): number {
  return phase === "create" || phase === "patch" ? people : 2 * people;
}

/** Steps through the people in an order that no cache likes, the same for every server. */
function choosePerson(index: number, people: number): number {
  return (index * 7919) % people;
}

function createUserBody(index: number): string {
  return JSON.stringify({
    schemas: [
      "urn:ietf:params:scim:schemas:core:2.0:User",
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    ],
    externalId: `00u${index}`,
    userName: `Person.${index}@acme.example`,
    name: { formatted: `Person ${index}`, givenName: "Person", familyName: String(index) },
    displayName: `Person ${index}`,
    emails: [{ value: `person.${index}@acme.example`, type: "work", primary: true }],
    title: "Engineer",
    active: true,
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
      department: "Research",
      employeeNumber: `${index}`,
    },
  });
}

export type PhaseRequest = { readonly method: string; readonly path: string; readonly body?: string };

/** The `index`-th request of a phase; `ids` are those that the create phase was answered with, by person. */
export function createPhaseRequest(phase: Phase, index: number, ids: readonly string[]): PhaseRequest {
  if (phase === "create") return { method: "POST", path: "/Users", body: createUserBody(index) };
  const person = choosePerson(index, ids.length);
  if (phase === "get") return { method: "GET", path: `/Users/${ids[person]}` };
  if (phase === "filter") {
    const filter = encodeURIComponent(`userName eq "person.${person}@acme.example"`);
    return { method: "GET", path: `/Users?filter=${filter}` };
  }
  const operation = { op: "replace", path: "title", value: `Engineer ${index}` };
  const schemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"];
  return {
    method: "PATCH",
    path: `/Users/${ids[person]}`,
    body: JSON.stringify({ schemas, Operations: [operation] }),
  };
}

const answers = { create: 201, get: 200, filter: 200, patch: 200 } as const;

/** Says what is wrong with an answer: a fast wrong one must not count. */
export function findMistake(phase: Phase, status: number, body: string): string | undefined {
  if (status !== answers[phase]) return `${phase} was answered ${status}: ${body.slice(0, 300)}`;
  const resource: unknown = JSON.parse(body);
  const isRight =
    phase === "filter"
      ? isRecord(resource) && resource.totalResults === 1
      : isRecord(resource) && typeof resource.id === "string" && typeof resource.userName === "string";
  return isRight ? undefined : `${phase} was answered wrongly: ${body.slice(0, 300)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
