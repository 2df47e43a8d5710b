import { countRequestsAfter } from "@/lib/db/request-list";
import { getRequestNews } from "@/lib/db/request-news";
import type { Access } from "../access";
import type { ActivityQuery } from "./activity-query";
import { readWordHashes, resolveActivityQuery } from "./resolve-query";

/** More are not counted. */
const mostNews = 100;
const lowestId = "00000000-0000-7000-8000-000000000000";

/** How many requests that fit came after the one with this id, up to `mostNews`. @param after absent: of all */
export async function countNewRequests(
  { database, organization }: Access,
  query: ActivityQuery,
  after: string | undefined,
): Promise<number> {
  const { filter } = resolveActivityQuery(query, new Date(), () => readWordHashes(organization.id));
  return await countRequestsAfter(database, organization.id, filter, { after: after ?? lowestId, most: mostNews });
}

const heartbeatMs = 15_000;
/** Then the browser connects again, and is asked again who it is. */
const longestMs = 60_000;
const gatherMs = 300;

/**
 * Tells as server-sent events how many requests that fit have come: an event `requests` with {"count"} at first and with each
 * batch of the log.
 *
 * @param signal ends it when the browser goes
 */
export function streamNewRequests(
  access: Access,
  query: ActivityQuery,
  after: string | undefined,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let end = () => {};
  return new ReadableStream<Uint8Array>({
    start(controller) {
      let isOver = false;
      let waiting: NodeJS.Timeout | undefined;
      const send = (text: string) => {
        if (!isOver) controller.enqueue(encoder.encode(text));
      };
      const tell = async () => {
        waiting = undefined;
        try {
          const count = await countNewRequests(access, query, after);
          send(`event: requests\ndata: ${JSON.stringify({ count })}\n\n`);
        } catch {
          end();
        }
      };
      // A busy client writes a batch every 200 ms.
      const gather = () => {
        waiting ??= setTimeout(() => void tell(), gatherMs);
      };
      const unsubscribe = getRequestNews().subscribe(access.organization.id, gather, () => end());
      const heartbeat = setInterval(() => send(": still here\n\n"), heartbeatMs);
      const longest = setTimeout(() => end(), longestMs);
      end = () => {
        if (isOver) return;
        isOver = true;
        unsubscribe();
        clearInterval(heartbeat);
        clearTimeout(longest);
        clearTimeout(waiting);
        controller.close();
      };
      signal.addEventListener("abort", () => end());
      send("retry: 1000\n\n");
      void tell();
    },
    cancel: () => end(),
  });
}
