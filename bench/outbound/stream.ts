import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

/** A change that was made through the front door: whose, which it was, and when it was answered as stored. */
export type StreamedEvent = { readonly userName: string; readonly number: number; readonly at: number };

export type Streamed = { readonly seconds: number; readonly events: readonly StreamedEvent[] };

/** So many people later one is changed, once: whoever was made just now may not be at the target yet. */
const distance = 50;

/**
 * Makes and changes people in turns, as fast as so many connections can: every change gives a title that tells its number.
 *
 * @param name tells the people of one stream from those of another
 */
export async function streamChanges(
  { baseUrl, token }: { readonly baseUrl: string; readonly token: string },
  { name, connections, seconds }: { readonly name: string; readonly connections: number; readonly seconds: number },
): Promise<Streamed> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const events: StreamedEvent[] = [];
  const made: { readonly id: string; readonly userName: string }[] = [];
  const startedAt = performance.now();
  const isOver = () => performance.now() - startedAt >= seconds * 1_000;
  let last = 0;
  let changed = 0;

  const send = async (method: string, path: string, body: object): Promise<Record<string, unknown>> => {
    const sent = JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": "application/scim+json",
      "content-length": Buffer.byteLength(sent),
    };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request(`${baseUrl}${path}`, { agent, method, headers }, resolve);
      outgoing.on("error", reject);
      outgoing.end(sent);
    });
    const answer = await text(response);
    if ((response.statusCode ?? 500) >= 300) throw new Error(`${method} ${path}: ${response.statusCode} ${answer}`);
    return JSON.parse(answer);
  };

  const create = async (number: number): Promise<void> => {
    const userName = `${name}.${number}@bench.example`;
    const { id } = await send("POST", "/Users", {
      schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
      userName,
      name: { givenName: "Person", familyName: String(number) },
      emails: [{ value: userName, type: "work", primary: true }],
      title: String(number),
      active: true,
    });
    events.push({ userName, number, at: Date.now() });
    made.push({ id: String(id), userName });
  };

  const change = async (number: number, { id, userName }: (typeof made)[number]): Promise<void> => {
    await send("PATCH", `/Users/${id}`, {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
      Operations: [{ op: "replace", path: "title", value: String(number) }],
    });
    events.push({ userName, number, at: Date.now() });
  };

  const work = async (): Promise<void> => {
    while (!isOver()) {
      last += 1;
      const person = last % 2 === 0 && made.length - changed > distance ? made[changed++] : undefined;
      await (person === undefined ? create(last) : change(last, person));
    }
  };

  await Promise.all(Array.from({ length: connections }, work));
  agent.destroy();
  return { seconds: (performance.now() - startedAt) / 1_000, events };
}
