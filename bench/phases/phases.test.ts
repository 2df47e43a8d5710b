import { describe, expect, test } from "vitest";
import type { Answer } from "../load/read-answer";
import type { PhaseRequest } from "../load/write-request";
import { countRequests, getPhase, phases } from "./all-phases";
import type { PhaseContext } from "./phase";

const people = Array.from({ length: 300 }, (_, person) => `id-${person}`);

function answer(status: number, body: unknown = ""): Answer {
  return { status, body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)) };
}

function createContext(send: (request: PhaseRequest) => Answer, more: Partial<PhaseContext> = {}): PhaseContext {
  const directory = { people, passing: [], nextPerson: people.length, readGroup: undefined };
  const sendAll = async (requests: readonly PhaseRequest[]) => requests.map(send);
  return { directory, pass: 7, connections: 4, requests: 20, send: sendAll, ...more };
}

function exchangesOf(answers: readonly Answer[]) {
  return answers.map((one, index) => ({ index, answer: one, durationMs: 1 }));
}

const user = { id: "id-0", userName: "person.0@acme.example", name: { givenName: "Person" } };

describe("each phase", () => {
  test("has a name of its own, and sends at least one request on each connection", () => {
    expect(new Set(phases.map(({ name }) => name)).size).toBe(phases.length);
    for (const phase of phases) expect(countRequests(phase, 64, 0.01)).toBe(64);
  });
});

describe("a fast wrong answer does not count", () => {
  test("get: somebody else, a refusal, and what is no JSON", async () => {
    const run = await getPhase("get").begin(createContext(() => answer(404)));
    expect(run.findMistake(answer(200, user), 0)).toBeUndefined();
    expect(run.findMistake(answer(200, { ...user, id: "id-1" }), 0)).toContain("id-1");
    expect(run.findMistake(answer(401, {}), 0)).toContain("401");
    expect(() => run.findMistake(answer(200, "<html>"), 0)).toThrow();
  });

  test("filters: nobody, somebody else, everybody", async () => {
    const list = (...resources: object[]) => answer(200, { totalResults: resources.length, Resources: resources });
    for (const name of ["filter userName hit", "filter externalId", "filter email"]) {
      const run = await getPhase(name).begin(createContext(() => answer(404)));
      expect(run.findMistake(list(user), 0)).toBeUndefined();
      for (const wrong of [list(), list({ ...user, id: "id-1" }), list(user, user)]) {
        expect(run.findMistake(wrong, 0)).toBeDefined();
      }
    }
    const miss = await getPhase("filter userName miss").begin(createContext(() => answer(404)));
    expect(miss.findMistake(list(), 0)).toBeUndefined();
    expect(miss.findMistake(list(user), 0)).toBeDefined();
  });

  test("pages: too short, twice the same person, not counted, not sorted", async () => {
    const page = (resources: object[], totalResults = 300) => answer(200, { totalResults, Resources: resources });
    const hundred = Array.from({ length: 100 }, (_, at) => ({ ...user, id: `id-${at}`, userName: String(at + 100) }));
    for (const name of ["list page", "sort", "deep index page"]) {
      const run = await getPhase(name).begin(createContext(() => answer(404)));
      expect(run.findMistake(page(hundred), 0)).toBeUndefined();
      expect(run.findMistake(page(hundred.slice(1)), 0)).toBeDefined();
      expect(run.findMistake(page([...hundred.slice(1), hundred[1] ?? {}]), 0)).toBeDefined();
      expect(run.findMistake(page(hundred, 100), 0)).toBeDefined();
    }
    const sort = await getPhase("sort").begin(createContext(() => answer(404)));
    expect(sort.findMistake(page(hundred.toReversed()), 0)).toBe("the page is not sorted");
  });

  test("writes that are answered and not done", async () => {
    for (const name of ["patch attribute", "put"]) {
      const run = await getPhase(name).begin(createContext(() => answer(200, { ...user, title: "Engineer" })));
      expect(run.findMistake(answer(204), 0)).toBeUndefined();
      expect(await run.finish?.(exchangesOf(run.requests.map(() => answer(204))))).toContain("is not there");
    }
    const directory = { people, passing: ["a", "b"], nextPerson: 300, readGroup: undefined };
    const remove = await getPhase("delete").begin(createContext(() => answer(200, user), { directory }));
    expect(await remove.finish?.(exchangesOf([answer(204)]))).toContain("still there");
  });

  test("members that were added at the same time and lost are counted", async () => {
    const kept = people.slice(0, 18).map((value) => ({ value }));
    const send = ({ method }: PhaseRequest) =>
      method === "GET" ? answer(200, { members: kept }) : answer(201, { id: "g" });
    const run = await getPhase("add member together").begin(createContext(send));
    expect(await run.finish?.(exchangesOf(run.requests.map(() => answer(204))))).toBe("lost 2 of 20");
  });

  test("bulk: an operation that was refused", async () => {
    const run = await getPhase("bulk of 100").begin(createContext(() => answer(404)));
    const results = Array.from({ length: 100 }, () => ({ status: "200" }));
    expect(run.findMistake(answer(200, { Operations: results }), 0)).toBeUndefined();
    expect(run.findMistake(answer(200, { Operations: [...results.slice(1), { status: "404" }] }), 0)).toBeDefined();
    expect(run.findMistake(answer(200, { Operations: results.slice(1) }), 0)).toBeDefined();
  });
});

test("deactivating is undone for those whom the time did not reach", async () => {
  const sent: PhaseRequest[] = [];
  const context = createContext((request) => {
    sent.push(request);
    return answer(200, { ...user, active: false });
  });
  const run = await getPhase("patch active").begin(context);
  // Ten were deactivated, and the first four of them activated again.
  await run.finish?.(exchangesOf(Array.from({ length: 14 }, () => answer(204))));
  expect(sent.filter(({ method }) => method === "PATCH")).toHaveLength(6);
});
