// The floor: what the same rows cost when nothing but them is done. A bare node:http server with prepared pg statements
// that writes what Roster writes (user, externalId, change, request row) into the same tables with the same indexes, and
// checks nothing: no schema, no policy, no options, one token, one kind of request a phase.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import pg from "pg";
import { createRequestRows } from "./floor-request-rows";
import { statements } from "./floor-statements";
import { createTimeOrderedId } from "./time-ordered-id";

type User = Record<string, unknown> & { userName: string; displayName: string; externalId: string };
type Row = {
  id: string;
  user_name: string;
  display_name: string;
  active: boolean;
  attributes: Record<string, unknown>;
  search: Record<string, unknown>;
  version: number;
  created: Date;
  last_modified: Date;
  external_id: string;
  groups: { value: string; display: string }[] | null;
};
type Answer = { status: number; operation: string; body: object };
type PatchRequest = { Operations: { path: string; value: string }[] };

const [databaseUrl = "", port = "", token = "", organizationId = "", scimClientId = ""] = process.argv.slice(2);
const baseUrl = `http://127.0.0.1:${port}/scim/v2`;
const pool = new pg.Pool({ connectionString: databaseUrl, max: 10 });
const requestRows = createRequestRows(pool, organizationId, scimClientId);

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    response.writeHead(500).end();
  });
});
server.listen(Number(port), "127.0.0.1", () => process.stdout.write("ready\n"));
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
  const path = (request.url ?? "").slice("/scim/v2".length);
  const requestBody = request.method === "GET" ? undefined : await text(request);
  const { status, operation, body } = await run(request.method ?? "", path, requestBody ?? "", requestId);
  const responseBody = JSON.stringify(body);
  const contentLength = Buffer.byteLength(responseBody);
  response.writeHead(status, { "content-type": "application/scim+json", "content-length": contentLength });
  response.end(responseBody);
  requestRows.add({
    id: requestId,
    at: new Date(),
    durationMs: performance.now() - startedAt,
    method: request.method ?? "",
    path,
    operation,
    resourceId: "id" in body ? String(body.id) : undefined,
    status,
    userAgent: request.headers["user-agent"],
    requestBody,
    responseBody,
  });
}

async function run(method: string, path: string, sent: string, requestId: string): Promise<Answer> {
  const id = path.slice("/Users/".length);
  if (method === "POST") {
    return { status: 201, operation: "create user", body: await createUser(JSON.parse(sent), requestId) };
  }
  if (method === "PATCH") {
    return { status: 200, operation: "patch user", body: await patchUser(id, JSON.parse(sent), requestId) };
  }
  if (path.startsWith("/Users?")) return { status: 200, operation: "list users", body: await findByUserName(path) };
  return { status: 200, operation: "get user", body: presentUser(await readUser(id)) };
}

async function createUser(user: User, requestId: string): Promise<object> {
  const id = createTimeOrderedId();
  const now = new Date();
  const { schemas, userName, displayName, externalId, active, ...attributes } = user;
  const json = JSON.stringify(attributes);
  const values = [id, organizationId, userName, userName.toLowerCase(), displayName, displayName.toLowerCase()];
  values.push(json, json.toLowerCase(), now.toISOString(), scimClientId, externalId);
  values.push(createTimeOrderedId(), JSON.stringify(user), requestId);
  await pool.query({ name: "create", text: statements.create, values });
  return { ...user, id, meta: createMeta(id, 1, now, now) };
}

async function readUser(id: string): Promise<Row> {
  const { rows } = await pool.query<Row>({
    name: "get",
    text: statements.get,
    values: [id, organizationId, scimClientId],
  });
  const row = rows[0];
  if (row === undefined) throw new Error(`There is no user ${id}.`);
  return row;
}

async function findByUserName(path: string): Promise<object> {
  const filter = new URL(path, baseUrl).searchParams.get("filter") ?? "";
  const userName = /^userName eq "(.*)"$/.exec(filter)?.[1] ?? "";
  const values = [userName.toLowerCase(), organizationId, scimClientId];
  const { rows } = await pool.query<Row>({ name: "filter", text: statements.filter, values });
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
    totalResults: rows.length,
    startIndex: 1,
    itemsPerPage: rows.length,
    Resources: rows.map(presentUser),
  };
}

/** Reads, computes and writes if nobody else wrote, as any PATCH in general has to. */
async function patchUser(id: string, { Operations }: PatchRequest, requestId: string): Promise<object> {
  for (;;) {
    const current = await readUser(id);
    const before: Record<string, unknown> = {};
    const after: Record<string, unknown> = {};
    const attributes = { ...current.attributes };
    const search = { ...current.search };
    for (const { path, value } of Operations) {
      before[path] = attributes[path];
      after[path] = attributes[path] = value;
      search[path] = value.toLowerCase();
    }
    const now = new Date();
    const values = [id, organizationId, current.version, JSON.stringify(attributes), JSON.stringify(search)];
    values.push(
      now.toISOString(),
      createTimeOrderedId(),
      JSON.stringify(before),
      JSON.stringify(after),
      scimClientId,
      requestId,
    );
    const { rowCount } = await pool.query({ name: "patch", text: statements.patch, values });
    if (rowCount === 1) {
      return presentUser({ ...current, attributes, version: current.version + 1, last_modified: now });
    }
  }
}

function presentUser(row: Row): object {
  return {
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    id: row.id,
    externalId: row.external_id,
    userName: row.user_name,
    displayName: row.display_name,
    active: row.active,
    ...row.attributes,
    ...(row.groups === null ? {} : { groups: row.groups }),
    meta: createMeta(row.id, row.version, row.created, row.last_modified),
  };
}

function createMeta(id: string, version: number, created: Date, lastModified: Date): object {
  const location = `${baseUrl}/Users/${id}`;
  return { resourceType: "User", created, lastModified, location, version: `W/"${version}"` };
}
