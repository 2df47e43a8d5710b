// The floor: what the same rows cost when nothing but them is done. A bare node:http server with prepared pg statements
// that writes what Roster writes (user, externalId, membership, change, request row) into the same tables with the same
// indexes, and checks nothing: no schema, no policy, no options, one token, and only what the phases send.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { openFloorDatabase } from "./database";
import { createGroups } from "./groups";
import { createPeople } from "./people";
import { createRequestRows } from "./request-rows";
import { createTimeOrderedId } from "./time-ordered-id";

type Answer = { status: number; operation: string; body?: object | undefined };
/** What JSON.parse gives: nothing of it is checked here. */
type Sent = ReturnType<typeof JSON.parse>;
type BulkOperation = { method: string; path: string; data: Sent };

const [databaseUrl = "", port = "", token = "", organizationId = "", scimClientId = ""] = process.argv.slice(2);
const baseUrl = `http://127.0.0.1:${port}/scim/v2`;
const { pool, query } = openFloorDatabase(databaseUrl, organizationId, scimClientId);
const people = createPeople(query, baseUrl);
const groups = createGroups(query, baseUrl);
const requestRows = createRequestRows(pool, organizationId, scimClientId);

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`The floor: ${String(error)}\n`);
    response.writeHead(500).end(String(error));
  });
});
server.listen(Number(port), "127.0.0.1");
process.on("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
  void requestRows.flush().then(() => pool.end());
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const startedAt = performance.now();
  const requestId = createTimeOrderedId();
  if (request.headers.authorization !== `Bearer ${token}`) {
    response.writeHead(401).end();
    return;
  }
  const { method = "", url = "" } = request;
  const path = url.slice("/scim/v2".length);
  const requestBody = method === "GET" || method === "DELETE" ? undefined : await text(request);
  const sent = requestBody === undefined ? undefined : JSON.parse(requestBody);
  const { status, operation, body } = await run(method, path, sent, requestId);
  const responseBody = body === undefined ? undefined : JSON.stringify(body);
  const contentLength = Buffer.byteLength(responseBody ?? "");
  response.writeHead(status, { "content-type": "application/scim+json", "content-length": contentLength });
  response.end(responseBody);
  requestRows.add({
    id: requestId,
    at: new Date(),
    durationMs: performance.now() - startedAt,
    method,
    path,
    operation,
    resourceId: body !== undefined && "id" in body ? String(body.id) : path.split(/[/?]/)[2],
    status,
    userAgent: request.headers["user-agent"],
    requestBody,
    responseBody,
  });
}

async function run(method: string, path: string, sent: Sent, requestId: string): Promise<Answer> {
  const [pathname = "", search = ""] = path.split("?");
  const [, type, id = ""] = pathname.split("/");
  if (type === "Bulk") return { status: 200, operation: "bulk", body: await runBulk(sent.Operations, requestId) };
  if (type === "Groups") return await runOnGroups(method, id, search, sent, requestId);
  switch (method) {
    case "POST":
      return { status: 201, operation: "create user", body: await people.create(sent, requestId) };
    case "PATCH":
      return found("patch user", await people.patch(id, sent.Operations, requestId));
    case "PUT":
      return found("replace user", await people.replace(id, sent, requestId));
    case "DELETE":
      await people.remove(id, requestId);
      return { status: 204, operation: "delete user" };
    default:
      if (id !== "") return found("get user", await people.get(id));
      return { status: 200, operation: "list users", body: await people.list(new URLSearchParams(search)) };
  }
}

async function runOnGroups(method: string, id: string, search: string, sent: Sent, requestId: string): Promise<Answer> {
  switch (method) {
    case "POST":
      return { status: 201, operation: "create group", body: await groups.create(sent, requestId) };
    case "PATCH":
      await groups.addMembers(id, sent.Operations[0].value, requestId);
      return { status: 204, operation: "patch group" };
    case "DELETE":
      await groups.remove(id, requestId);
      return { status: 204, operation: "delete group" };
    default:
      return found("get group", await groups.get(id, search !== "excludedAttributes=members"));
  }
}

async function runBulk(operations: BulkOperation[], requestId: string): Promise<object> {
  const results: object[] = [];
  for (const { method, path, data } of operations) {
    const { status } = await run(method, path, data, requestId);
    results.push({ method, location: baseUrl + path, status: String(status) });
  }
  return { schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkResponse"], Operations: results };
}

function found(operation: string, body: object | undefined): Answer {
  return body === undefined ? { status: 404, operation } : { status: 200, operation, body };
}
