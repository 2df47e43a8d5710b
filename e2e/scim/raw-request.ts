import { request } from "node:http";
import type { Answer } from "./exchange";
import { readAnswer } from "./exchange";

/**
 * One request with exactly the given headers, for what `fetch` will not send: another Host, no Content-Type, a path that
 * is left as it is.
 *
 * @param path below `baseUrl`, sent verbatim
 */
export function rawRequest(
  baseUrl: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Answer> {
  const { hostname, port, pathname } = new URL(baseUrl);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path: pathname + path, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () => {
        try {
          const received = new Headers();
          for (const [name, value] of Object.entries(incoming.headers)) {
            received.set(name, String(value));
          }
          const text = Buffer.concat(chunks).toString("utf8");
          resolve(readAnswer(`${method} ${path}`, incoming.statusCode ?? 0, received, text));
        } catch (error) {
          reject(error);
        }
      });
    });
    outgoing.on("error", reject);
    if (body !== undefined) {
      outgoing.setHeader("content-length", Buffer.byteLength(body));
    }
    outgoing.end(body);
  });
}
