import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import https from "node:https";
import { createServer as createTcpServer, type LookupFunction, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isPublicAddress } from "@/lib/directory/address-range";
import { createOutgoingFetch, type OutgoingRequest } from "./outgoing-fetch";
import { testAuthority, testServerCertificate, testServerKey } from "./testing/test-certificate";

let server: Server;
let port: number;
/** How many requests the server has got. */
let received = 0;

const limits = { timeoutMs: 2_000, maxBytes: 10_000 };
const loopback = createOutgoingFetch({ allow: ["127.0.0.0/8", "::1"] });
const publicOnly = createOutgoingFetch({ allow: [] });

const answer: RequestListener = (request, response) => {
  received += 1;
  if (request.url === "/redirect") response.writeHead(302, { location: "/target" }).end("elsewhere");
  else if (request.url === "/large") response.end("x".repeat(20_000));
  else if (request.url === "/slow") response.flushHeaders();
  else if (request.url === "/silent") return;
  else if (request.url === "/cut")
    response.writeHead(200, { "content-length": "10" }).write("x", () => request.destroy());
  else if (request.url === "/echo") {
    response.writeHead(201, { "x-method": request.method ?? "", "x-header": request.headers["x-header"] ?? "" });
    request.pipe(response);
  } else response.end("hello");
};

beforeAll(async () => {
  server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  port = typeof address === "object" && address !== null ? address.port : 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function get(path: string, host = "127.0.0.1"): OutgoingRequest {
  return { url: `http://${host}:${port}${path}`, ...limits };
}

/** A name server of our own making. */
function resolveTo(...addresses: readonly string[]): LookupFunction {
  return (_hostname, _options, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
}

describe("what is allowed is fetched", () => {
  test("an address in ROSTER_TARGET_ALLOW, by plain http", async () => {
    expect(await loopback(get("/"))).toMatchObject({ status: 200, body: "hello" });
    expect(await loopback(get("/", "127.1"))).toMatchObject({ status: 200 });
  });

  test("a name that leads to one", async () => {
    const fetchOutgoing = createOutgoingFetch({ allow: ["127.0.0.1"], lookup: resolveTo("127.0.0.1") });
    expect(await fetchOutgoing(get("/", "issuer.example"))).toMatchObject({ status: 200, body: "hello" });
  });

  test("with method, headers and body", async () => {
    const request = { ...get("/echo"), method: "PUT", headers: { "x-header": "a" }, body: "äöü" };
    const response = await loopback(request);
    expect(response).toMatchObject({ status: 201, body: "äöü" });
    expect(Object.fromEntries(response.headers)).toMatchObject({ "x-method": "PUT", "x-header": "a" });
  });

  test("a redirect is an answer, and nobody follows it", async () => {
    const before = received;
    const response = await loopback(get("/redirect"));
    expect(response).toMatchObject({ status: 302, body: "elsewhere" });
    expect(response.headers.get("location")).toBe("/target");
    expect(received).toBe(before + 1);
  });
});

describe("what is not allowed is not even connected to", () => {
  test.each([
    "http://127.0.0.1",
    "https://127.0.0.1",
    "https://127.1",
    "https://2130706433",
    "https://0x7f000001",
    "https://localhost",
    "https://10.0.0.1",
    "https://169.254.169.254",
    "https://168.63.129.16",
    "https://[::1]",
    "https://[::ffff:127.0.0.1]",
    "https://[64:ff9b::7f00:1]",
    "https://[fd00:ec2::254]",
    "https://0.0.0.0",
    // Public, and yet not by plain http.
    "http://192.0.2.1",
    "http://8.8.8.8",
  ])("%s", async (origin) => {
    const before = received;
    await expect(publicOnly({ url: `${origin}:${port}/`, ...limits })).rejects.toMatchObject({
      kind: "refused",
      message: expect.stringContaining("ROSTER_TARGET_ALLOW"),
    });
    expect(received).toBe(before);
  });

  test("a name that leads to a private address, alone or beside others that are none", async () => {
    for (const addresses of [["127.0.0.1"], ["::1", "10.0.0.1"], ["::ffff:127.0.0.1"]]) {
      const fetchOutgoing = createOutgoingFetch({ allow: [], lookup: resolveTo(...addresses) });
      const request = { ...get("/"), url: `https://issuer.example:${port}/` };
      await expect(fetchOutgoing(request)).rejects.toMatchObject({ kind: "refused" });
    }
  });

  test("the private address among several: only those that are allowed are tried", async () => {
    const before = received;
    // Nobody listens on 127.0.0.2; the server does on 127.0.0.1, which is not allowed here.
    const fetchOutgoing = createOutgoingFetch({ allow: ["127.0.0.2"], lookup: resolveTo("127.0.0.1", "127.0.0.2") });
    await expect(fetchOutgoing(get("/", "issuer.example"))).rejects.toMatchObject({ kind: "unreachable" });
    expect(received).toBe(before);
  });

  test("a name that leads elsewhere the second time", async () => {
    const found = ["127.0.0.2", "127.0.0.1"];
    const before = received;
    const rebinding: LookupFunction = (hostname, options, callback) =>
      resolveTo(found.shift() ?? "127.0.0.1")(hostname, options, callback);
    const fetchOutgoing = createOutgoingFetch({ allow: ["127.0.0.2"], lookup: rebinding });
    await expect(fetchOutgoing(get("/", "issuer.example"))).rejects.toMatchObject({ kind: "unreachable" });
    await expect(fetchOutgoing(get("/", "issuer.example"))).rejects.toMatchObject({ kind: "refused" });
    expect(received).toBe(before);
  });

  test.each(["ftp://example.com/", "file:///etc/passwd", "example.com", "https://user:secret@example.com/"])(
    "%s",
    async (url) => {
      const failure = publicOnly({ url, ...limits });
      await expect(failure).rejects.toMatchObject({ kind: "refused" });
      await expect(failure).rejects.not.toThrow(/secret/);
    },
  );
});

describe("limits", () => {
  test("a body that is too large", async () => {
    await expect(loopback(get("/large"))).rejects.toMatchObject({ kind: "tooLarge", sent: true });
    expect(await loopback({ ...get("/large"), maxBytes: 20_000 })).toMatchObject({ status: 200 });
  });

  test.each(["/silent", "/slow"])("a server that never ends (%s)", async (path) => {
    const failure = loopback({ ...get(path), timeoutMs: 200 });
    const told = { kind: "timeout", sent: true, message: expect.stringContaining("0.2 seconds") };
    await expect(failure).rejects.toMatchObject(told);
  });

  test("a name server that never answers", async () => {
    const fetchOutgoing = createOutgoingFetch({ allow: [], lookup: () => undefined });
    const request = { ...get("/"), url: "https://issuer.example/", timeoutMs: 200 };
    await expect(fetchOutgoing(request)).rejects.toMatchObject({ kind: "timeout", sent: false });
  });

  test("a server that hangs up in the middle", async () => {
    await expect(loopback(get("/cut"))).rejects.toMatchObject({ kind: "unreachable", sent: true });
  });

  test("nobody there", async () => {
    await expect(loopback({ url: "http://127.0.0.3:1/", ...limits })).rejects.toMatchObject({
      kind: "unreachable",
      sent: false,
      code: "ECONNREFUSED",
      message: expect.stringMatching(/127\.0\.0\.3 could not be reached: .*ECONNREFUSED/),
    });
  });
});

describe("a connection that was kept", () => {
  /** Answers the first request of each connection, and hangs up at the second one, as a server does that just closed it. */
  async function withHangingUp(act: (url: string, requests: string[]) => Promise<void>): Promise<void> {
    const requests: string[] = [];
    const hangingUp = createTcpServer((socket) => {
      let count = 0;
      socket.on("error", () => undefined);
      socket.on("data", (chunk) => {
        requests.push(chunk.toString("latin1").split(" ")[0] ?? "");
        count += 1;
        if (count === 1) socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
        else socket.resetAndDestroy();
      });
    }).listen(0, "127.0.0.1");
    await once(hangingUp, "listening");
    const address = hangingUp.address();
    const at = typeof address === "object" && address !== null ? address.port : 0;
    await act(`http://127.0.0.1:${at}/`, requests).finally(() => hangingUp.close());
  }

  test("is used again; a GET that it fails is sent once more", async () => {
    await withHangingUp(async (url, requests) => {
      const fetchOutgoing = createOutgoingFetch({ allow: ["127.0.0.1"] });
      expect(await fetchOutgoing({ url, ...limits })).toMatchObject({ status: 200 });
      expect(await fetchOutgoing({ url, ...limits })).toMatchObject({ status: 200, body: "ok" });
      expect(requests).toEqual(["GET", "GET", "GET"]);
    });
  });

  test("a write that it fails is not: nobody knows whether it was carried out", async () => {
    await withHangingUp(async (url, requests) => {
      const fetchOutgoing = createOutgoingFetch({ allow: ["127.0.0.1"] });
      await fetchOutgoing({ url, ...limits });
      const failure = fetchOutgoing({ url, method: "POST", body: "{}", ...limits });
      await expect(failure).rejects.toMatchObject({ name: "OutgoingFetchError", kind: "unreachable", sent: true });
      expect(requests).toEqual(["GET", "POST"]);
    });
  });
});

describe("a certificate of an authority that is not public", () => {
  let secure: https.Server;
  let url: string;
  let sockets: Set<Socket>;

  beforeAll(async () => {
    sockets = new Set();
    secure = https.createServer({ cert: testServerCertificate, key: testServerKey }, (request, response) => {
      sockets.add(request.socket);
      response.end("secure");
    });
    secure.listen(0, "127.0.0.1");
    await once(secure, "listening");
    const address = secure.address();
    url = `https://localhost:${typeof address === "object" && address !== null ? address.port : 0}/`;
  });
  afterAll(() => {
    secure.closeAllConnections();
    secure.close();
  });

  test("is refused before anything is sent, unless its authority is given", async () => {
    const fetchOutgoing = createOutgoingFetch({ allow: ["127.0.0.1"] });
    const request = { url, ...limits };
    const told = { kind: "unreachable", sent: false, code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" };
    await expect(fetchOutgoing({ ...request, method: "POST", body: "{}" })).rejects.toMatchObject(told);
    expect(sockets.size).toBe(0);
    const trusting = { ...request, caCertificate: testAuthority };
    expect(await fetchOutgoing(trusting)).toMatchObject({ status: 200, body: "secure" });
    expect(await fetchOutgoing(trusting)).toMatchObject({ status: 200 });
    expect(sockets.size).toBe(1);
    // The connection that is kept for those who trust it is not used by others.
    await expect(fetchOutgoing(request)).rejects.toMatchObject(told);
  });

  test("is held against the name all the same", async () => {
    const fetchOutgoing = createOutgoingFetch({ allow: ["127.0.0.1"], lookup: resolveTo("127.0.0.1") });
    const request = { url: url.replace("localhost", "other.example"), caCertificate: testAuthority, ...limits };
    const told = { kind: "unreachable", sent: false, code: "ERR_TLS_CERT_ALTNAME_INVALID" };
    await expect(fetchOutgoing(request)).rejects.toMatchObject(told);
  });

  test("that cannot be read is told", async () => {
    const fetchOutgoing = createOutgoingFetch({ allow: ["127.0.0.1"] });
    const request = { url, ...limits, caCertificate: "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----" };
    await expect(fetchOutgoing(request)).rejects.toMatchObject({ name: "OutgoingFetchError", sent: false });
  });
});

test("a header that cannot be sent is told, without its value", async () => {
  const failure = loopback({ ...get("/"), headers: { authorization: "Bearer schlüssel\n" } });
  await expect(failure).rejects.toMatchObject({ name: "OutgoingFetchError", sent: false });
  await expect(failure).rejects.not.toThrow(/schl/);
});

test.each<[string, boolean]>([
  ["8.8.8.8", true],
  ["2606:4700::1111", true],
  ["::ffff:8.8.8.8", true],
  ["100.64.0.1", false],
  ["172.16.0.1", false],
  ["192.0.2.1", false],
  ["198.18.0.1", false],
  ["224.0.0.1", false],
  ["255.255.255.255", false],
  ["::", false],
  ["::7f00:1", false],
  ["2002:7f00:1::", false],
  ["2001:db8::1", false],
  ["fc00::1", false],
  ["fe80::1%eth0", false],
  ["not an address", false],
])("%s is a public address: %s", (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});
