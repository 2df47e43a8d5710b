const types = {
  csv: "text/csv; charset=utf-8",
  ndjson: "application/x-ndjson; charset=utf-8",
  json: "application/json; charset=utf-8",
} as const;

/** A file that is sent while it is being read from the database. It is kept by nobody on the way. */
export function streamFile(name: string, format: keyof typeof types, pieces: AsyncGenerator<string>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
  const day = new Date().toISOString().slice(0, 10);
  return new Response(body, {
    headers: {
      "Content-Type": types[format],
      "Content-Disposition": `attachment; filename="${name}-${day}.${format}"`,
      "Cache-Control": "no-store",
    },
  });
}

/** The answer to whoever may not have the file. */
export function refuseExport(kind: "signedOut" | "refused"): Response {
  const [status, text] =
    kind === "signedOut"
      ? [401, "Your session has ended. Sign in again, then export once more."]
      : [403, "You may not export this. Ask an owner of the organization."];
  return new Response(`${text}\n`, {
    status,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });
}
