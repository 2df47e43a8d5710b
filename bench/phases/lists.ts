import type { Answer } from "../load/read-answer";
import type { PhaseRequest } from "../load/write-request";
import { range } from "./people";
import { choosePerson, externalIdOf, userNameOf } from "./person";
import {
  type Directory,
  isRecord,
  type JsonRecord,
  type Phase,
  type PhaseContext,
  quoteAnswer,
  readBody,
} from "./phase";

const pageSize = 100;
/** Different pages that are asked for in turn, where there are that many. */
const maxPages = 10;

const filters: Phase[] = [
  {
    name: "filter userName hit",
    weight: "read",
    // Okta asks for a page, Entra does not.
    begin: (context) =>
      findPeople(
        context,
        (person, index) => `userName eq "${userNameOf(person)}"${index % 2 === 0 ? "&startIndex=1&count=100" : ""}`,
      ),
  },
  {
    name: "filter userName miss",
    weight: "read",
    begin: ({ requests }) => ({
      requests: range(requests, (index) => filterBy(`userName eq "nobody.${index}@acme.example"`)),
      findMistake: (answer) => (isList(answer, 0) ? undefined : quoteAnswer(answer)),
    }),
  },
  {
    name: "filter externalId",
    weight: "read",
    begin: (context) => findPeople(context, (person) => `externalId eq "${externalIdOf(person)}"`),
  },
  {
    name: "filter email",
    weight: "read",
    // As Entra asks when it matches people by address.
    begin: (context) => findPeople(context, (person) => `emails[type eq "work"].value eq "${userNameOf(person)}"`),
  },
];

const list: Phase = {
  name: "list page",
  weight: "page",
  begin: ({ directory, requests }) => ({
    requests: range(requests, (index) => page(`startIndex=${1 + (index % countPages(directory)) * pageSize}`)),
    findMistake: findPageMistake,
  }),
};

const sort: Phase = {
  name: "sort",
  weight: "page",
  begin: ({ directory, requests }) => ({
    requests: range(requests, (index) =>
      page(`sortBy=userName&startIndex=${1 + (index % countPages(directory)) * pageSize}`),
    ),
    findMistake: (answer) => {
      const mistake = findPageMistake(answer);
      if (mistake !== undefined) return mistake;
      const names = readResources(answer).map(({ userName }) => String(userName));
      // Where signs and digits stand in the order is not said anywhere.
      const isSorted =
        isInOrder(names, (a, b) => (a < b ? -1 : 1)) || isInOrder(names, new Intl.Collator("en").compare);
      return isSorted ? undefined : "the page is not sorted";
    },
  }),
};

const deepIndex: Phase = {
  name: "deep index page",
  weight: "page",
  begin: ({ directory, requests }) => ({
    requests: range(requests, (index) =>
      page(`startIndex=${1 + directory.people.length - (1 + (index % countPages(directory))) * pageSize}`),
    ),
    findMistake: findPageMistake,
  }),
};

/** The cursors of the last pages, which a walk before the clock has found. @see RFC 9865 */
const deepCursor: Phase = {
  name: "deep cursor page",
  weight: "page",
  begin: async ({ directory, requests, send }) => {
    const cursors: string[] = [];
    for (let cursor = ""; cursors.length < Math.floor(directory.people.length / pageSize) - 1; ) {
      const [answer] = await send([page(`cursor=${encodeURIComponent(cursor)}`)]);
      const next = answer?.status === 200 ? readBody(answer).nextCursor : undefined;
      if (typeof next !== "string") throw new Error(`there is no cursor: ${answer && quoteAnswer(answer)}`);
      cursors.push(next);
      cursor = next;
    }
    const deepest = cursors.slice(-countPages(directory));
    return {
      requests: range(requests, (index) => page(`cursor=${encodeURIComponent(deepest[index % deepest.length] ?? "")}`)),
      findMistake: findPageMistake,
    };
  },
};

export const listPhases = { filters, list, sort, deepIndex, deepCursor };

function filterBy(filter: string): PhaseRequest {
  const [expression = "", ...parameters] = filter.split("&");
  return {
    method: "GET",
    path: `/Users?filter=${encodeURIComponent(expression)}${parameters.map((one) => `&${one}`).join("")}`,
  };
}

function page(query: string): PhaseRequest {
  return { method: "GET", path: `/Users?${query}&count=${pageSize}` };
}

/** Looks people up one by one. */
function findPeople(
  { directory: { people }, requests }: PhaseContext,
  filterOf: (person: number, index: number) => string,
) {
  const personAt = (index: number) => choosePerson(index, people.length);
  return {
    requests: range(requests, (index) => filterBy(filterOf(personAt(index), index))),
    findMistake: (answer: Answer, index: number) => {
      const isRight = isList(answer, 1) && readResources(answer)[0]?.id === people[personAt(index)];
      return isRight ? undefined : quoteAnswer(answer);
    },
  };
}

function isInOrder(names: readonly string[], compare: (a: string, b: string) => number): boolean {
  return names.every((name, at) => at === 0 || compare(names[at - 1] ?? "", name) <= 0);
}

function countPages({ people }: Directory): number {
  return Math.min(maxPages, Math.floor(people.length / pageSize) - 1);
}

function isList(answer: Answer, length: number): boolean {
  return answer.status === 200 && readResources(answer).length === length;
}

function findPageMistake(answer: Answer): string | undefined {
  if (!isList(answer, pageSize)) return quoteAnswer(answer);
  const resources = readResources(answer);
  const isWhole = resources.every(
    ({ id, userName, name }) => typeof id === "string" && typeof userName === "string" && isRecord(name),
  );
  const isDistinct = new Set(resources.map(({ id }) => id)).size === pageSize;
  if (!isWhole || !isDistinct) return `a page that is not whole: ${quoteAnswer(answer)}`;
  const { totalResults } = readBody(answer);
  return Number(totalResults) > pageSize
    ? undefined
    : `totalResults is ${String(totalResults)}, not that of all people`;
}

function readResources(answer: Answer): JsonRecord[] {
  const { Resources: resources } = readBody(answer);
  return Array.isArray(resources) ? resources.filter(isRecord) : [];
}
