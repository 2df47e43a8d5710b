import { readFileSync } from "node:fs";
import { z } from "zod";
import type { TestAnswer, TestClient } from "./endpoint-fixture";
import type { TokenFixture } from "./token-fixture";

const rowSchema = z.object({
  name: z.string(),
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.json().optional(),
  expect: z.object({ status: z.number(), save: z.record(z.string(), z.string()).optional() }),
});

/** A row of a recorded conversation, and what it was answered here. */
export type PlayedRow = { readonly name: string; readonly answer: TestAnswer };

/** More than any rate limit of a test lets through in a second. */
const loadRequests = 50;

/**
 * Plays a recorded conversation of an identity provider through the endpoints, in its order.
 *
 * @param provider also the subdomain of the organization
 * @param variables by which placeholders are filled; the ids of what is made come to them
 * @param preparations what is done before a row, by the row's name
 * @throws when a row is not answered by the status that was recorded
 */
export async function* playConversation(
  fixture: TokenFixture,
  client: TestClient,
  provider: "entra" | "okta",
  variables: Map<string, string>,
  preparations: Readonly<Record<string, () => Promise<unknown>>> = {},
): AsyncGenerator<PlayedRow> {
  const file = new URL(`../../../e2e/scim/conversations/${provider}/requests.json`, import.meta.url);
  for (const row of z.array(rowSchema).parse(JSON.parse(readFileSync(file, "utf8")))) {
    await preparations[row.name]?.();
    const path = fill(row.path, variables);
    // At the organization's own address, so that its owners see also what nobody knows the sender of.
    const headers = { host: `${provider}.localhost:3000`, ...fillHeaders(row.headers, variables) };
    const body = row.body === undefined ? {} : { text: fill(writeBody(row.body), variables) };
    const sendRow = () =>
      path.startsWith("/")
        ? fixture.send(client, row.method, path, { token: null, headers, ...body })
        : fixture.ask({ ...body, headers });
    let answer = await sendRow();
    for (let count = 1; row.expect.status === 429 && answer.status !== 429 && count < loadRequests; count += 1) {
      answer = await sendRow();
    }
    const isRecorded =
      row.method === "PATCH" && row.expect.status < 300 ? answer.status < 300 : answer.status === row.expect.status;
    if (!isRecorded) throw new Error(`"${row.name}" was answered ${answer.status}: ${answer.text}`);
    for (const [variable, member] of Object.entries(row.expect.save ?? {})) {
      variables.set(variable, String(answer.body[member]));
    }
    yield { name: row.name, answer };
  }
}

/** A form is a text already. */
function writeBody(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** What is sent without a User-Agent is sent with an empty one: the fixture would put its own. */
function fillHeaders(headers: Readonly<Record<string, string>>, variables: ReadonlyMap<string, string>) {
  const filled = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), fill(value, variables)]);
  return { "user-agent": "", ...Object.fromEntries(filled) };
}

function fill(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{\{([^}]+)\}\}/g, (_, name: string) => {
    const value = variables.get(name);
    if (value === undefined) throw new Error(`Nothing was saved for {{${name}}}.`);
    return value;
  });
}
