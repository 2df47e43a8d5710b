import type { Connection } from "./connection";
import type { Answer } from "./read-answer";

export type Exchange = { readonly index: number; readonly answer: Answer; readonly durationMs: number };

/**
 * Sends requests in their order, one after the other on each connection, until all are sent or the time is up.
 *
 * @returns what was sent, in the order of the answers
 * @throws Error when a connection fails
 */
export async function sendAll(
  connections: readonly Connection[],
  requests: readonly Buffer[],
  limitMs: number,
): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  const stopAt = performance.now() + limitMs;
  let next = 0;
  const work = async (connection: Connection): Promise<void> => {
    for (;;) {
      const index = next++;
      const request = requests[index];
      const sentAt = performance.now();
      if (request === undefined || sentAt > stopAt) return;
      const answer = await connection.send(request);
      exchanges.push({ index, answer, durationMs: performance.now() - sentAt });
    }
  };
  await Promise.all(connections.map(work));
  return exchanges;
}
