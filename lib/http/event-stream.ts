import { setTimeout as waitFor } from "node:timers/promises";

/** After so long the browser connects again, and is asked anew who it is. */
const longestMs = 60_000;
const retryMs = 2_000;

/**
 * Answers with server-sent events: each value as JSON. It ends with the values, when the browser leaves, or after a minute.
 *
 * @param createValues makes the values; `wait` resolves after so many milliseconds, or rejects when nobody listens any more
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function answerWithEvents(
  request: Request,
  createValues: (wait: (ms: number) => Promise<void>) => AsyncGenerator<unknown>,
): Response {
  const left = new AbortController();
  const signal = AbortSignal.any([left.signal, request.signal, AbortSignal.timeout(longestMs)]);
  const values = createValues((ms) => waitFor(ms, undefined, { signal, ref: false }));
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(`retry: ${retryMs}\n\n`));
    },
    async pull(controller) {
      const next = await values.next().catch((error: unknown) => {
        if (signal.aborted) return { done: true as const, value: undefined };
        throw error;
      });
      if (next.done !== true) controller.enqueue(encoder.encode(`data: ${JSON.stringify(next.value)}\n\n`));
      // Whoever has left wants no end either.
      else if (!left.signal.aborted) controller.close();
    },
    cancel: () => left.abort(),
  });
  return new Response(stream, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
  });
}
