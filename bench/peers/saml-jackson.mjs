// The directory sync of @boxyhq/saml-jackson on PostgreSQL, embedded as its documentation says, in a bare node:http server.
// PORT and DATABASE_URL are given in the environment; one line of JSON on standard output says when it serves, and the secret.
import { once } from "node:events";
import { createServer } from "node:http";
import process from "node:process";
import { text } from "node:stream/consumers";
import jackson from "@boxyhq/saml-jackson";

const { PORT: port, DATABASE_URL: databaseUrl } = process.env;
const origin = `http://127.0.0.1:${port}`;
const scimPath = "/scim/v2";
const mute = () => {};

const { directorySyncController, close } = await jackson.controllers({
  externalUrl: origin,
  samlPath: "/saml",
  scimPath,
  // A page of 100 is more than its own limit of 50.
  db: { engine: "sql", type: "postgres", url: databaseUrl, pageLimit: 100 },
  // What happened is told to the embedder, which here does nothing with it.
  dsync: { callback: async () => {} },
  noAnalytics: true,
  logger: { info: mute, warn: mute, error: console.error },
});
const { data: directory, error } = await directorySyncController.directories.create({
  tenant: "bench",
  product: "bench",
  type: "generic-scim-v2",
});
if (error) throw new Error(error.message);

async function answer(request) {
  const url = new URL(request.url, origin);
  const [resourceType = "", resourceId] = url.pathname.slice(scimPath.length + 1).split("/");
  const sent = await text(request);
  const { startIndex, count, filter } = Object.fromEntries(url.searchParams);
  return directorySyncController.requests.handle({
    method: request.method,
    body: sent === "" ? undefined : JSON.parse(sent),
    directoryId: directory.id,
    resourceType,
    resourceId,
    apiSecret: request.headers.authorization?.slice("Bearer ".length),
    query: { startIndex: readNumber(startIndex), count: readNumber(count), filter },
  });
}

function readNumber(value) {
  return value === undefined ? undefined : Number(value);
}

const server = createServer((request, response) => {
  answer(request).then(
    ({ status, data }) => {
      const body = JSON.stringify(data);
      response.writeHead(status, {
        "content-type": "application/scim+json",
        "content-length": Buffer.byteLength(body),
      });
      response.end(body);
    },
    (reason) => {
      console.error(reason);
      response.writeHead(500).end();
    },
  );
}).listen(Number(port), "127.0.0.1");
await once(server, "listening");
console.log(JSON.stringify({ ready: true, baseUrl: `${origin}${scimPath}`, token: directory.scim.secret }));
process.on("SIGTERM", () => {
  server.close();
  server.closeAllConnections();
  close().then(() => process.exit());
});
