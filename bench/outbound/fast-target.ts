// A SCIM service provider that does as little as one can, so that what is measured is Roster: it keeps everything in memory, with
// the JSON text of each resource, checks nothing, and notes when a change has come. A process of its own: the port is its argument.
import { createServer, type IncomingMessage } from "node:http";

type Attributes = Readonly<Record<string, unknown>>;
type Kept = { readonly resource: Attributes; readonly text: string };
type Answer = {
  readonly status: number;
  readonly text?: string;
  readonly location?: string;
  readonly version?: string;
};
type Operation = {
  readonly method: string;
  readonly path: string;
  readonly bulkId?: string;
  readonly data?: unknown;
};

const port = Number(process.argv[2]);
const origin = `http://127.0.0.1:${port}/scim/v2`;
const listResponseUrn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/** In the order in which they were made. */
const collections = { Users: new Map<string, Kept>(), Groups: new Map<string, Kept>() };
type Plural = keyof typeof collections;
let made = 0;
/** What has come of people: userName, title, and when. */
let arrivals: [userName: string, title: string, at: number][] = [];

const configuration = JSON.stringify({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
  patch: { supported: true },
  bulk: { supported: true, maxOperations: 1_000, maxPayloadSize: 10_000_000 },
  filter: { supported: true, maxResults: 1_000 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [],
});

function keep(plural: Plural, id: string, attributes: Attributes, version: number): Answer {
  const location = `${origin}/${plural}/${id}`;
  const tag = `W/"${version}"`;
  const meta = { resourceType: plural === "Users" ? "User" : "Group", location, version: tag };
  const resource = { ...attributes, id, meta };
  const text = JSON.stringify(resource);
  collections[plural].set(id, { resource, text });
  if (plural === "Users") arrivals.push([String(attributes.userName), String(attributes.title ?? ""), Date.now()]);
  return { status: 200, text, location, version: tag };
}

function carryOut({ method, path, data }: Operation, query: URLSearchParams): Answer {
  const [, name = "", id] = path.split("/");
  if (name !== "Users" && name !== "Groups") return { status: 404 };
  const all = collections[name];
  if (id === undefined) {
    if (method !== "POST") return { status: 200, text: list(all, query) };
    made += 1;
    return { ...keep(name, String(made), data as Attributes, 1), status: 201 };
  }
  const kept = all.get(id);
  if (kept === undefined) return { status: 404 };
  const version = Number(/\d+/.exec(String((kept.resource.meta as Attributes).version))) + 1;
  switch (method) {
    case "GET":
      return { status: 200, text: kept.text };
    case "PUT":
      return keep(name, id, data as Attributes, version);
    case "PATCH":
      return keep(name, id, patch(kept.resource, data as Patch), version);
    default:
      all.delete(id);
      return { status: 204 };
  }
}

type Patch = {
  readonly Operations: readonly { readonly op: string; readonly path: string; readonly value?: unknown }[];
};

/** Whole attributes, and members that come or go: what is measured here changes nothing else. */
function patch(resource: Attributes, { Operations }: Patch): Attributes {
  const patched: Record<string, unknown> = { ...resource };
  for (const { op, path, value } of Operations) {
    const members = (patched.members ?? []) as readonly { readonly value: string }[];
    const leaving = /^members\[value eq "([^"]*)"\]$/.exec(path)?.[1];
    if (leaving !== undefined) patched.members = members.filter((member) => member.value !== leaving);
    else if (path === "members" && op === "add") patched.members = [...members, ...(value as typeof members)];
    else if (/^\w+$/.test(path)) patched[path] = op === "remove" ? undefined : value;
    else throw new Error(`The fast target takes no PATCH of ${path}.`);
  }
  return patched;
}

/** Filters are for names alone: what Roster looks a resource up by. */
function list(all: ReadonlyMap<string, Kept>, query: URLSearchParams): string {
  const wanted = /eq "([^"]*)"/.exec(query.get("filter") ?? "")?.[1];
  const start = Math.max(1, Number(query.get("startIndex") ?? 1));
  const count = Math.min(Number(query.get("count") ?? 1_000), 1_000);
  const texts: string[] = [];
  let index = 0;
  for (const { resource, text } of all.values()) {
    if (wanted !== undefined && ![resource.userName, resource.displayName, resource.externalId].includes(wanted))
      continue;
    index += 1;
    if (index >= start && texts.length < count) texts.push(text);
    if (wanted === undefined && texts.length === count) break;
  }
  const total = wanted === undefined ? all.size : index;
  return `{"schemas":["${listResponseUrn}"],"totalResults":${total},"startIndex":${start},"itemsPerPage":${texts.length},"Resources":[${texts.join()}]}`;
}

function runBulk(body: Attributes): string {
  const ids = new Map<string, string>();
  const results = (body.Operations as readonly Operation[]).map((operation) => {
    const text = JSON.stringify(operation.data ?? null).replace(/bulkId:([^"]+)/g, (_, id) => ids.get(id) ?? id);
    const { status, location, version } = carryOut({ ...operation, data: JSON.parse(text) }, new URLSearchParams());
    const { bulkId, method } = operation;
    if (bulkId !== undefined && location !== undefined) ids.set(bulkId, location.slice(location.lastIndexOf("/") + 1));
    return { method, bulkId, location, version, status: String(status) };
  });
  return JSON.stringify({ schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkResponse"], Operations: results });
}

function answer(request: IncomingMessage, body: unknown): Answer {
  const url = new URL(request.url ?? "/", origin);
  const path = url.pathname.replace(/^\/scim\/v2/, "");
  if (path === "/arrivals") {
    const text = JSON.stringify(arrivals);
    arrivals = [];
    return { status: 200, text };
  }
  if (path === "/ServiceProviderConfig") return { status: 200, text: configuration };
  if (path === "/Bulk") return { status: 200, text: runBulk(body as Attributes) };
  const operation = { method: request.method ?? "GET", path, ...(body === undefined ? {} : { data: body }) };
  return carryOut(operation, url.searchParams);
}

createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const sent = Buffer.concat(chunks).toString();
  const { status, text = "", location, version } = answer(request, sent === "" ? undefined : JSON.parse(sent));
  response.writeHead(status, {
    "content-type": "application/scim+json",
    "content-length": Buffer.byteLength(text),
    ...(location === undefined ? {} : { location }),
    ...(version === undefined ? {} : { etag: version }),
  });
  response.end(text);
}).listen(port, "127.0.0.1", () => process.stdout.write("The target is ready.\n"));
