import { afterAll, describe, expect, test, vi } from "vitest";
import type { ClientDirectory } from "@/lib/db/client-directory";
import { createClientDirectory } from "@/lib/db/client-directory";
import { createDirectoryStore } from "@/lib/db/directory-store";
import { createDatabase } from "@/lib/db/pool";
import type { RequestLogEntry } from "@/lib/db/request-log-insert";
import { createFailedAuthentications } from "./failed-authentications";
import { createScimEndpoint } from "./scim-endpoint";

/** Nothing listens there. */
const database = createDatabase("postgresql://roster@127.0.0.1:1/roster");
afterAll(() => database.close());

function createEndpoint(clients: ClientDirectory) {
  const entries: RequestLogEntry[] = [];
  const endpoint = createScimEndpoint({
    store: createDirectoryStore(database, "http://localhost:3000/scim/v2"),
    clients,
    requestLog: { write: (entry) => void entries.push(entry) },
    tokenUsage: { record: () => undefined },
    failedAuthentications: createFailedAuthentications(),
    rosterUrl: "http://localhost:3000",
    trustedProxyHops: 0,
    secret: "a secret of a test installation, 43 letters",
  });
  const request = new Request("http://localhost:3000/scim/v2/Users", {
    headers: { authorization: "Bearer some-token" },
  });
  return { entries, answer: () => endpoint(request, { remoteAddress: "::ffff:192.0.2.1" }) };
}

describe("when Roster itself is at fault (RFC 7644 §3.12)", () => {
  test("the database is away: 503, to be tried again", async () => {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const clients = createClientDirectory(database);
    const { answer, entries } = createEndpoint(clients);
    const response = await answer();
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(await response.json()).toMatchObject({ status: "503", detail: expect.stringContaining("Try again") });
    expect(entries).toMatchObject([{ status: 503, operation: "list users", remoteAddress: "192.0.2.1" }]);
    expect(written.mock.calls.join("")).toContain("ECONNREFUSED");
    await clients.close();
    written.mockRestore();
  });

  test("anything unexpected: 500 with the request's id, its cause in our log alone", async () => {
    const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const failure = new Error('syntax error at "SELECT password"');
    const { answer, entries } = createEndpoint({
      findCredential: () => Promise.reject(failure),
      findOrganization: () => Promise.resolve(undefined),
      close: () => Promise.resolve(),
    });
    const response = await answer();
    const requestId = response.headers.get("x-request-id") ?? "";
    const body = await response.json();
    expect([response.status, response.headers.get("content-type")]).toEqual([500, "application/scim+json"]);
    expect(body).toMatchObject({ status: "500", detail: expect.stringContaining(requestId) });
    expect(JSON.stringify(body)).not.toMatch(/SELECT|at .*\.ts/);
    expect(written.mock.calls.join("")).toMatch(new RegExp(`${requestId}.*SELECT password.*scim-endpoint`));
    expect(entries).toMatchObject([{ id: requestId, status: 500 }]);
    written.mockRestore();
  });
});
