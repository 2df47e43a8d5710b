import { request } from "node:http";

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
};

/** As identity providers have it too. */
const lostAfterMs = 20_000;

/**
 * A request over a connection of its own. The processes of a server are given new connections in turn, so that a few of these
 * reach all of them.
 *
 * @throws when the connection is lost before the answer is whole
 */
export function callAfresh(
  url: string,
  { method = "GET", headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.on("error", reject);
    sent.setTimeout(lostAfterMs, () => sent.destroy(new Error("No answer came in time.")));
    sent.end(body);
  });
}

/** Many of them at once. */
export function callOften(count: number, url: string, headers: Record<string, string>): Promise<readonly Answer[]> {
  return Promise.all(Array.from({ length: count }, () => callAfresh(url, { headers })));
}
