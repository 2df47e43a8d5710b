import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";

/** A request as the server got it. */
export type ReceivedRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type TargetServer = {
  readonly origin: string;
  readonly requests: ReceivedRequest[];
  /** What it answers from now on. */
  answer(next: (request: ReceivedRequest, response: ServerResponse) => void): void;
  close(): void;
};

/** A server on 127.0.0.1 that plays a target. */
export async function startTargetServer(): Promise<TargetServer> {
  const requests: ReceivedRequest[] = [];
  let current: (request: ReceivedRequest, response: ServerResponse) => void = (_, response) => response.end();
  const server = createServer((incoming, response) => {
    readBody(incoming).then(
      (body) => {
        const received = { method: incoming.method ?? "", url: incoming.url ?? "", headers: incoming.headers, body };
        requests.push(received);
        current(received, response);
      },
      () => response.destroy(),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    requests,
    answer(next) {
      requests.length = 0;
      current = next;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** Answers JSON. */
export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/scim+json", ...headers }).end(JSON.stringify(body));
}
