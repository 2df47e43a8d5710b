/** What came back; the body is looked at when the clock has stopped. */
export type Answer = { readonly status: number; readonly body: Buffer };

/**
 * Reads one HTTP/1.1 answer.
 *
 * @param received all bytes since the request was sent
 * @returns undefined while bytes are missing
 * @throws Error when it does not say how long it is
 */
export function readAnswer(received: Buffer): Answer | undefined {
  const headEnd = received.indexOf("\r\n\r\n");
  if (headEnd === -1) return undefined;
  const head = received.toString("latin1", 0, headEnd);
  const status = Number(head.slice(9, 12));
  const bodyStart = headEnd + 4;
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    const bodyEnd = bodyStart + Number(length);
    return received.length < bodyEnd ? undefined : { status, body: received.subarray(bodyStart, bodyEnd) };
  }
  if (status === 204) return { status, body: received.subarray(bodyStart, bodyStart) };
  if (!/\r\ntransfer-encoding: *chunked/i.test(head)) throw new Error(`an answer ${status} of unknown length`);
  const body = readChunks(received, bodyStart);
  return body === undefined ? undefined : { status, body };
}

function readChunks(received: Buffer, from: number): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = from; ; ) {
    const lineEnd = received.indexOf("\r\n", at);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(received.toString("latin1", at, lineEnd), 16);
    const chunkStart = lineEnd + 2;
    const next = chunkStart + size + 2;
    if (received.length < next) return undefined;
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(received.subarray(chunkStart, chunkStart + size));
    at = next;
  }
}
