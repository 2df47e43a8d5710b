import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createExchange } from "@/lib/console/requests/create-exchange";
import { listReceivedRequests } from "@/lib/db/received-requests";
import { findWalkthrough } from "@/lib/walkthroughs/find-walkthrough";
import { judgeSteps } from "@/lib/walkthroughs/judge-steps";
import { getSequence } from "@/lib/walkthroughs/sequences/find-sequence";
import { sequenceNames } from "@/lib/walkthroughs/sequences/sequence";
import type { OutgoingFetch } from "./outgoing-fetch";
import { OutgoingFetchError } from "./outgoing-fetch-error";
import { type PlayedStep, playSequence } from "./simulator";
import {
  createEndpointFixture,
  type EndpointFixture,
  type TestAnswer,
  type TestClient,
} from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
beforeAll(async () => {
  fixture = await createEndpointFixture();
});
afterAll(() => fixture.close());

const baseUrl = "http://here";

/** Plays against the endpoint itself; `answers` collects what it answered. */
async function play(name: (typeof sequenceNames)[number], client: TestClient, answers: TestAnswer[] = []) {
  const fetch: OutgoingFetch = async ({ url, method = "GET", headers = {}, body }) => {
    const answer = await fixture.send(client, method, url.slice(baseUrl.length), {
      token: null,
      headers: { "user-agent": "", ...headers },
      ...(body === undefined ? {} : { text: body }),
    });
    answers.push(answer);
    return { status: answer.status, headers: answer.headers, body: answer.text };
  };
  const steps: PlayedStep[] = [];
  const options = { baseUrl, token: client.token, fetch, pauseMs: 0 };
  for await (const step of playSequence(getSequence(name), options)) steps.push(step);
  return steps;
}

describe.each(sequenceNames)("what %s sends", (name) => {
  const preset = name === "entra-without-flag" ? "entra" : name;
  let client: TestClient;
  beforeAll(async () => {
    client = await fixture.addClient(await fixture.addOrganization(`play-${name}`), preset);
  });

  test("is answered as the identity provider expects, and proves every step of its walkthrough", async () => {
    const answers: TestAnswer[] = [];
    const steps = await play(name, client, answers);
    expect(steps.filter(({ outcome }) => outcome !== "done")).toEqual([]);
    expect(steps.flatMap(({ created }) => created?.resourceType ?? [])).toEqual(["User", "User", "Group"]);

    const [last] = answers.slice(-1);
    if (last !== undefined) await fixture.readLogRow(last);
    const rows = await listReceivedRequests(fixture.database, client.id, 100);
    expect(rows).toHaveLength(answers.length);
    const requests = rows.toReversed().map((row) => ({ ...createExchange(row), isSimulated: true }));
    const { steps: walkthrough, product } = findWalkthrough(preset);
    const judged = judgeSteps(walkthrough, requests, { done: new Map(), firsts: new Map(), product });
    const proved = walkthrough.filter(({ proof }) => proof !== undefined).map(({ id }) => id);
    expect(judged.filter(({ state }) => state.kind === "seen").map(({ id }) => id)).toEqual(proved);
  });

  test("finds whom it made before, and makes nobody twice", async () => {
    const steps = await play(name, client);
    expect(steps.filter(({ outcome }) => outcome !== "done")).toEqual([]);
    expect(steps.flatMap(({ created }) => created ?? [])).toEqual([]);
  });
});

test("what depends on something that was not made is left out", async () => {
  const organizationId = await fixture.addOrganization("play-read-only");
  const client = await fixture.addClient(organizationId, "okta", {}, { scopes: ["users:read", "groups:read"] });
  const steps = await play("okta", client);
  const find = (title: string) => steps.find((step) => step.title === title);
  expect(find("Creates Ada Lovelace")).toMatchObject({ outcome: "failed", status: 403 });
  expect(find("Creates Ada Lovelace")?.detail).toContain("users:write");
  expect(find("Deactivates Grace Hopper")).toMatchObject({ outcome: "skipped" });
});

test("when nothing answers, the first request says why and the rest is left out", async () => {
  const fetch: OutgoingFetch = async () => {
    throw new OutgoingFetchError("unreachable", "here could not be reached: ECONNREFUSED.");
  };
  const steps: PlayedStep[] = [];
  const options = { baseUrl, token: "t", fetch, pauseMs: 0 };
  for await (const step of playSequence(getSequence("okta"), options)) steps.push(step);
  expect(steps[0]).toMatchObject({ outcome: "failed", detail: "here could not be reached: ECONNREFUSED." });
  expect(steps.slice(1).every(({ outcome }) => outcome === "skipped")).toBe(true);
});
