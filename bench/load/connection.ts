import { once } from "node:events";
import { connect } from "node:net";
import { type Answer, readAnswer } from "./read-answer";

/** One kept-alive connection, on which one request is under way at a time. */
export type Connection = {
  readonly send: (request: Buffer) => Promise<Answer>;
  readonly close: () => void;
};

type Waiting = { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void };

const answerLimitMs = 120_000;

/**
 * Opens a connection that speaks just enough HTTP/1.1 for this measurement: the load shares the cores with what it measures,
 * and a general client takes several times as much of them.
 */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  let received: Buffer = Buffer.alloc(0);
  let waiting: Waiting | undefined;
  const fail = (error: Error): void => {
    waiting?.reject(error);
    waiting = undefined;
    socket.destroy();
  };
  socket.setTimeout(answerLimitMs, () => fail(new Error(`no answer within ${answerLimitMs / 1000} s`)));
  socket.on("error", fail);
  socket.on("close", () => fail(new Error("the server closed the connection")));
  socket.on("data", (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    try {
      const answer = readAnswer(received);
      if (answer === undefined) return;
      received = Buffer.alloc(0);
      waiting?.resolve(answer);
      waiting = undefined;
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        if (socket.destroyed) fail(new Error("the connection is closed"));
        else socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}
