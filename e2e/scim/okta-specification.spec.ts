import type { JsonObject, JsonValue } from "@/lib/scim/json";
import type { Scim } from "../fixtures";
import { expect, test } from "../fixtures";
import type { Answer } from "./exchange";
import { createUser, get, listAt, post, unique, valueAt } from "./exchange";
import { errorUrn, listResponseUrn, userUrn } from "./urns";

// Okta's published specification test (Okta-SCIM-20-SPEC-Test.json): twelve requests with 52 assertions. The requests are
// sent once, in Okta's order and with its headers; every assertion is a test of its own.

const headers = {
  accept: "application/scim+json",
  "accept-charset": "utf-8",
  "content-type": "application/scim+json; charset=utf-8",
  "user-agent": "OKTA SCIM Integration",
};
const createHeaders = {
  ...headers,
  accept: "application/scim+json; charset=utf-8",
  "content-type": "application/json",
};

/** Okta's own bound on the answer to request 10. */
const maximumGroupsMs = 600;

type Run = {
  /** The answer to request `n` is at `n - 1`. */
  readonly answers: readonly Answer[];
  readonly created: JsonObject;
  /** How long the fastest of three sendings of request 10 took: a busy machine may have one bad moment. */
  readonly groupsMs: number;
};

type Assertion = readonly [what: string, check: (answer: Answer, run: Run) => void];
type Request = { readonly name: string; readonly assertions: readonly Assertion[] };

async function runRequests(scim: Scim): Promise<Run> {
  // The test asks for at least one person who exists already.
  await createUser(scim, person("first"));
  const created = { schemas: [userUrn], ...person("Runscope") };
  const answers: Answer[] = [];
  const ask = async (answer: Promise<Answer>) => {
    answers.push(await answer);
    return answers.at(-1)?.body;
  };

  const listed = await ask(get(scim, "/Users?count=1&startIndex=1", headers));
  await ask(get(scim, `/Users/${String(valueAt(listed, "Resources[0].id"))}`, headers));
  await ask(get(scim, "/Users?filter=userName%20eq%20%22abcdefgh%40atko.com%22", headers));
  await ask(get(scim, "/Users/010101001010101011001010101011", headers));
  await ask(get(scim, `/Users?filter=userName%20eq%20%22${encodeURIComponent(created.userName)}%22`, headers));
  const answered = await ask(post(scim, "/Users", created, createHeaders));
  await ask(get(scim, `/Users/${String(valueAt(answered, "id"))}`, headers));
  await ask(post(scim, "/Users", created, createHeaders));
  const upperCase = encodeURIComponent(created.userName.toUpperCase());
  await ask(get(scim, `/Users?filter=userName%20eq%20%22${upperCase}%22`, headers));
  const groupsMs = await timeFastest(3, () => get(scim, "/Groups", headers));
  await ask(get(scim, "/Groups", headers));
  await ask(get(scim, `/Users?filter=userName%20eq%20%22${upperCase}%22`, { ...headers, authorization: "non-token" }));
  await ask(get(scim, "/Users/00919288221112222", headers));
  return { answers, created, groupsMs };
}

/** A person as Okta creates them. */
function person(stem: string) {
  const userName = `${unique(stem)}@atko.com`;
  const name = { givenName: unique("Given"), familyName: unique("Family") };
  return {
    userName,
    name,
    emails: [{ primary: true, value: userName, type: "work" }],
    displayName: `${name.givenName} ${name.familyName}`,
    active: true,
  };
}

async function timeFastest(times: number, send: () => Promise<Answer>): Promise<number> {
  const durations: number[] = [];
  while (durations.length < times) {
    const startedAt = performance.now();
    await send();
    durations.push(performance.now() - startedAt);
  }
  return Math.min(...durations);
}

const hasStatus = (status: number): Assertion => [
  `is answered with ${status}`,
  (answer) => expect(answer.status, answer.text).toBe(status),
];

const isNumber = (path: string): Assertion => [
  `${path} is a number`,
  ({ body }) => expect(typeof valueAt(body, path)).toBe("number"),
];

const equals = (path: string, value: JsonValue): Assertion => [
  `${path} is ${JSON.stringify(value)}`,
  ({ body }) => expect(valueAt(body, path)).toBe(value),
];

const equalsSent = (path: string): Assertion => [
  `${path} is what was sent`,
  ({ body }, { created }) => {
    expect(valueAt(created, path)).toEqual(expect.stringMatching(/\S/));
    expect(valueAt(body, path)).toBe(valueAt(created, path));
  },
];

const isNotEmpty = (path: string): Assertion => [
  `${path} is not empty`,
  ({ body }) => {
    const value = valueAt(body, path);
    expect(value ?? "").not.toBe("");
    expect(Array.isArray(value) && value.length === 0, `${path} holds something`).toBe(false);
  },
];

const hasSchema = (urn: string): Assertion => [
  `schemas contains ${urn}`,
  ({ body }) => expect(listAt(body, "schemas")).toContain(urn),
];

const personIn = (prefix: string): readonly Assertion[] =>
  ["id", "name.familyName", "name.givenName", "userName", "active", "emails[0].value"].map((path) =>
    isNotEmpty(`${prefix}${path}`),
  );

const requests: readonly Request[] = [
  {
    name: "the Users endpoint",
    assertions: [
      hasStatus(200),
      isNotEmpty("Resources"),
      hasSchema(listResponseUrn),
      isNumber("itemsPerPage"),
      isNumber("startIndex"),
      isNumber("totalResults"),
      ...personIn("Resources[0]."),
    ],
  },
  {
    name: "the person who was listed, by id",
    assertions: [
      hasStatus(200),
      ...personIn(""),
      [
        "id is the one that was listed",
        ({ body }, { answers }) => expect(body.id).toBe(valueAt(answers[0]?.body, "Resources[0].id")),
      ],
    ],
  },
  {
    name: "an unknown userName",
    assertions: [hasStatus(200), hasSchema(listResponseUrn), equals("totalResults", 0)],
  },
  { name: "an unknown id", assertions: [hasStatus(404), isNotEmpty("detail"), hasSchema(errorUrn)] },
  {
    name: "a random address, before it is created",
    assertions: [hasStatus(200), equals("totalResults", 0), hasSchema(listResponseUrn)],
  },
  {
    name: "creating a person",
    assertions: [
      hasStatus(201),
      equals("active", true),
      isNotEmpty("id"),
      equalsSent("name.familyName"),
      equalsSent("name.givenName"),
      hasSchema(userUrn),
      equalsSent("userName"),
    ],
  },
  {
    name: "the created person, by id",
    assertions: [hasStatus(200), equalsSent("userName"), equalsSent("name.familyName"), equalsSent("name.givenName")],
  },
  { name: "creating the same person again", assertions: [hasStatus(409)] },
  {
    name: "the created userName in upper case",
    assertions: [
      [
        "is answered with 200, and finds them",
        (answer, { answers }) => {
          expect(answer.status, answer.text).toBe(200);
          expect(valueAt(answer.body, "Resources[0].id")).toBe(answers[5]?.body.id);
        },
      ],
    ],
  },
  {
    name: "the Groups endpoint",
    assertions: [
      [
        "is answered with 200 and Resources",
        (answer) => {
          expect(answer.status, answer.text).toBe(200);
          expect(Array.isArray(answer.body.Resources)).toBe(true);
        },
      ],
      [
        `is answered within ${maximumGroupsMs} ms`,
        (_answer, { groupsMs }) => expect(groupsMs).toBeLessThan(maximumGroupsMs),
      ],
    ],
  },
  {
    name: "a wrong token",
    assertions: [hasStatus(401), isNotEmpty("detail"), equals("status", "401"), hasSchema(errorUrn)],
  },
  {
    name: "another unknown id",
    assertions: [hasStatus(404), isNotEmpty("detail"), equals("status", "404"), hasSchema(errorUrn)],
  },
];

for (const preset of ["okta", "generic"]) {
  test.describe(`preset ${preset}`, () => {
    // In one worker, so that the requests are sent once; a failed assertion fails alone.
    test.describe.configure({ mode: "default" });

    let run: Run;
    test.beforeAll(async ({ createOrganization }) => {
      run = await runRequests(await createOrganization({ preset }));
    });

    for (const [index, request] of requests.entries()) {
      for (const [assertionIndex, [what, check]] of request.assertions.entries()) {
        test(`Okta specification test ${index + 1}.${assertionIndex + 1}: ${request.name}: ${what}`, () => {
          const answer = run.answers[index];
          if (answer === undefined) {
            throw new Error(`Request ${index + 1} was not sent.`);
          }
          check(answer, run);
        });
      }
    }
  });
}

test("Okta specification test: it has 52 assertions on 12 requests", () => {
  expect(requests.map(({ assertions }) => assertions.length)).toEqual([12, 8, 3, 3, 3, 7, 4, 1, 1, 2, 4, 4]);
});
