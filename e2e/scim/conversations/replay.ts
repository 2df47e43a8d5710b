import { readFileSync } from "node:fs";
import { z } from "zod";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { expect, test } from "../../fixtures";
import type { Answer, Connection } from "../exchange";
import { get, send, textAt, valueAt } from "../exchange";
import { expectListResponse, expectScimError } from "../expectations";

const rowSchema = z.object({
  name: z.string(),
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.json().optional(),
  expect: z.object({
    status: z.number(),
    notes: z.string(),
    save: z.record(z.string(), z.string()).optional(),
    check: z.record(z.string(), z.json()).optional(),
  }),
});

type Row = z.infer<typeof rowSchema>;

/** What an expectation beyond status, `save` and `check` may look at. */
export type Exchange = {
  readonly scim: Connection;
  readonly answer: Answer;
  /** The body as it was sent; `{}` where there was none. */
  readonly sent: JsonValue;
  /** The saved variables; an expectation may add its own for a later row. */
  readonly variables: Map<string, string>;
  /** The resource that the row's path names, read again. */
  readonly readBack: () => Promise<JsonObject>;
};

/** What a row's notes ask for, by the row's name. */
export type RowExpectations = Readonly<Record<string, (exchange: Exchange) => void | Promise<void>>>;

export type Conversation = {
  readonly file: URL;
  readonly expectations: RowExpectations;
  /** Rows that hold under load only: they are sent again and again until they are answered so. */
  readonly underLoad: readonly string[];
};

/** More than any rate limit of these tests lets through in a second. */
const loadRequests = 100;

/** The rows of a recorded conversation. */
export function readRows(file: URL): Row[] {
  return z.array(rowSchema).parse(JSON.parse(readFileSync(file, "utf8")));
}

/**
 * Replays a conversation in its order, every row a step; a row that goes wrong does not hide the ones after it.
 *
 * @param preparations what is done before a row, by the row's name
 */
export async function replay(
  scim: Connection,
  conversation: Conversation,
  variables: Map<string, string>,
  preparations: Readonly<Record<string, () => Promise<void>>> = {},
) {
  for (const row of readRows(conversation.file)) {
    await test.step(row.name, async () => {
      try {
        await preparations[row.name]?.();
        await replayRow(scim, row, conversation, variables);
      } catch (error) {
        expect.soft(error instanceof Error ? error.message : error, row.name).toBe("answered as recorded");
      }
    });
  }
}

async function replayRow(
  scim: Connection,
  row: Row,
  { expectations, underLoad }: Conversation,
  variables: Map<string, string>,
) {
  const path = fill(row.path, variables);
  const sent: JsonValue = JSON.parse(fill(JSON.stringify(row.body ?? {}), variables));
  let answer = await sendRow(scim, row, path, sent, variables);
  for (let count = 1; underLoad.includes(row.name) && answer.status !== row.expect.status && count < loadRequests; count++) {
    answer = await sendRow(scim, row, path, sent, variables);
  }

  expect(acceptableStatuses(row), answer.text).toContain(answer.status);
  for (const [variable, member] of Object.entries(row.expect.save ?? {})) {
    variables.set(variable, textAt(answer.body, member));
  }
  if (answer.status >= 400) {
    expectScimError(answer, answer.status, typeof answer.body["scimType"] === "string" ? answer.body["scimType"] : undefined);
  } else if (row.method === "GET" && answer.body["totalResults"] !== undefined) {
    expectListResponse(answer);
  } else if (answer.status === 204) {
    expect(answer.text, "204 has no body").toBe("");
  }
  if (row.method === "POST" && answer.status === 201) {
    expect(answer.headers.get("location")).toBe(valueAt(answer.body, "meta.location"));
  }

  const readBack = async () => (await get(scim, path.split("?")[0] ?? path)).body;
  const checked = answer.text === "" && row.expect.check !== undefined ? await readBack() : answer.body;
  for (const [at, expected] of Object.entries(row.expect.check ?? {})) {
    expect(valueAt(checked, at), at).toEqual(JSON.parse(fill(JSON.stringify(expected), variables)));
  }
  await expectations[row.name]?.({ scim, answer, sent, variables, readBack });
}

async function sendRow(
  scim: Connection,
  row: Row,
  path: string,
  sent: JsonValue,
  variables: ReadonlyMap<string, string>,
): Promise<Answer> {
  const headers = Object.fromEntries(Object.entries(row.headers).map(([key, value]) => [key, fill(value, variables)]));
  // What is not below the base URL is not SCIM: the token endpoint reads forms and answers plain JSON.
  if (URL.canParse(path)) {
    return await sendForm(path, headers, typeof sent === "string" ? sent : "");
  }
  return await send(scim, row.method, path, row.body === undefined ? undefined : sent, headers);
}

async function sendForm(url: string, headers: Readonly<Record<string, string>>, form: string): Promise<Answer> {
  const response = await fetch(url, { method: "POST", headers, body: form, redirect: "manual" });
  const text = await response.text();
  expect(response.headers.get("content-type"), text).toMatch(/^application\/json(;\s*charset=utf-8)?$/i);
  return { status: response.status, headers: response.headers, body: z.record(z.string(), z.json()).parse(JSON.parse(text)), text };
}

/** PATCH may answer with the resource or without. */
function acceptableStatuses(row: Row): readonly number[] {
  return row.method === "PATCH" && row.expect.status < 300 ? [200, 204] : [row.expect.status];
}

function fill(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{\{([^}]+)\}\}/g, (_, name: string) => {
    const value = variables.get(name);
    if (value === undefined) {
      throw new Error(`Nothing was saved for {{${name}}}.`);
    }
    return value;
  });
}
