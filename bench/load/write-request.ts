export type PhaseRequest = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base URL, with the query string. */
  readonly path: string;
  readonly body?: object;
};

/** Writes requests to one server as bytes, before the clock starts. */
export function createRequestWriter(baseUrl: string, token: string): (request: PhaseRequest) => Buffer {
  const { host, pathname } = new URL(baseUrl);
  const common = `Host: ${host}\r\nAuthorization: Bearer ${token}\r\nAccept: application/scim+json\r\n`;
  return ({ method, path, body }) => {
    const head = `${method} ${pathname}${path} HTTP/1.1\r\n${common}`;
    if (body === undefined) return Buffer.from(`${head}\r\n`);
    const text = JSON.stringify(body);
    const about = `Content-Type: application/scim+json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n`;
    return Buffer.from(`${head}${about}\r\n${text}`);
  };
}
