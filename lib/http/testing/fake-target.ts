import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { setImmediate } from "node:timers/promises";
import type { JsonObject } from "@/lib/scim/json";
import { type FakeBehaviour, type FakeResourceType, truthfulBehaviour } from "./fake-target/behaviour";
import { type ByHand, createByHand } from "./fake-target/by-hand";
import { createCredentials, type FakeOauth } from "./fake-target/credentials";
import { createScript, type Fault, isAt, type RecordedRequest } from "./fake-target/fault";
import { type Duplicate, findDuplicates, type Snapshot, takeSnapshot } from "./fake-target/invariants";
import type { RemoteState } from "./fake-target/operation";
import { createRemoteResources } from "./fake-target/remote-resources";
import { basePath, type Serving, serve } from "./fake-target/serve";

/** How a fake target starts: what it does otherwise than a strict and truthful server, its token, and its first faults. */
export type FakeTargetOptions = Partial<FakeBehaviour> & {
  readonly token?: string;
  readonly faults?: readonly Fault[];
  /** Absent: any that is free. */
  readonly port?: number;
  /** In PEM: it speaks TLS, as `localhost`. */
  readonly tls?: { readonly key: string; readonly cert: string };
};

/** A SCIM service provider for tests, on loopback, which keeps everything in memory. */
export type FakeTarget = {
  /** The base URL, without a slash at its end. */
  readonly url: string;
  /** The bearer token that it takes now. */
  readonly token: string;
  readonly basic: { readonly userName: string; readonly password: string };
  readonly oauth: FakeOauth & { readonly tokenUrl: string };
  /** By id. They are frozen: `byHand` changes them. */
  readonly resources: {
    readonly users: ReadonlyMap<string, JsonObject>;
    readonly groups: ReadonlyMap<string, JsonObject>;
  };
  /** The user of a userName or the group of a displayName, whatever its case; the first where there are several. */
  readonly find: (type: FakeResourceType, name: string) => JsonObject | undefined;
  /** By the user's id, the last one that was sent. */
  readonly passwords: ReadonlyMap<string, string>;
  /** In the order of their arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Those of a method and, if given, a path in which `*` stands for a segment, whatever their query. */
  readonly requestsOf: (method: string, path?: string) => readonly RecordedRequest[];
  /** Those that mean to change something, those for tokens aside. */
  readonly writes: () => readonly RecordedRequest[];
  readonly clearRequests: () => void;
  /** The most requests that were there at one time since it started, or since `clearRequests`. */
  readonly countAtOnce: () => number;
  /** The faults that are on. */
  readonly faults: () => readonly Fault[];
  /** Adds faults. @returns takes these back */
  readonly script: (...faults: readonly Fault[]) => () => void;
  readonly clearFaults: () => void;
  /** Changes what it does, from the next request on. */
  readonly behave: (changes: Partial<FakeBehaviour>) => void;
  /** The bearer token that it takes from now on. */
  readonly changeToken: (token: string) => void;
  readonly byHand: ByHand;
  readonly findDuplicates: () => readonly Duplicate[];
  readonly snapshot: () => Snapshot;
  /** Refuses connections until it comes up again, at the same address and with what it held. */
  readonly goDown: () => Promise<void>;
  readonly comeUp: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Starts a fake target. Its SCIM is written by itself, so that an error of Roster's endpoint is none of its own; filters,
 * PATCH and validation are those of lib/scim. It takes nothing that RFC 7644 does not let it take, unless told otherwise.
 */
export async function startFakeTarget(options: FakeTargetOptions = {}): Promise<FakeTarget> {
  const { token = "fake-target-token", faults = [], port = 0, tls, ...behaviours } = options;
  let behaviour: FakeBehaviour = { ...truthfulBehaviour, ...behaviours };
  let number = 0;
  let atOnce = 0;
  let mostAtOnce = 0;
  const nextNumber = () => {
    number += 1;
    return number;
  };
  const closing = new AbortController();
  const credentials = createCredentials(token);
  const script = createScript();
  script.add(faults);

  const listener = (request: IncomingMessage, response: ServerResponse) => {
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    serve(serving, request, response)
      // The client went away, or the target closes: there is nobody to answer. Anything else is this file's own error.
      .catch((error: unknown) => {
        if (request.destroyed || closing.signal.aborted) response.destroy();
        else response.writeHead(500, { "content-type": "text/plain" }).end(`Fake target: ${String(error)}`);
      })
      .finally(() => {
        atOnce -= 1;
      });
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  const bound = await listen(server, port);
  const origin = tls === undefined ? `http://127.0.0.1:${bound}` : `https://localhost:${bound}`;
  const state: RemoteState = {
    baseUrl: `${origin}${basePath}`,
    users: createRemoteResources("User", nextNumber),
    groups: createRemoteResources("Group", nextNumber),
    passwords: new Map(),
  };
  const requests: RecordedRequest[] = [];
  const serving: Serving = {
    state,
    behaviour: () => behaviour,
    credentials,
    script,
    requests,
    closing: closing.signal,
  };

  return {
    url: state.baseUrl,
    get token() {
      return credentials.token;
    },
    basic: credentials.basic,
    oauth: { ...credentials.oauth, tokenUrl: `${origin}/oauth/token` },
    resources: { users: state.users.all, groups: state.groups.all },
    find: (type, name) => {
      const { all, find } = type === "User" ? state.users : state.groups;
      return all.get(find(type === "User" ? "userName" : "displayName", name)[0] ?? "");
    },
    passwords: state.passwords,
    requests,
    requestsOf: (method, path) =>
      requests.filter((request) => request.method === method && (path === undefined || isAt(path, request))),
    writes: () => requests.filter(({ method, path }) => method !== "GET" && path !== "/oauth/token"),
    clearRequests: () => {
      requests.length = 0;
      mostAtOnce = atOnce;
    },
    countAtOnce: () => mostAtOnce,
    faults: script.list,
    script: (...added) => script.add(added),
    clearFaults: script.clear,
    behave: (changes) => {
      behaviour = { ...behaviour, ...changes };
    },
    changeToken: credentials.changeToken,
    byHand: createByHand(state, () => behaviour),
    findDuplicates: () => findDuplicates(state),
    snapshot: () => takeSnapshot(state),
    goDown: () => stop(server),
    comeUp: async () => {
      await listen(server, bound);
    },
    close: async () => {
      closing.abort();
      await stop(server);
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A TCP server has no port.");
  return address.port;
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  // What is being written goes out first.
  await setImmediate();
  server.closeAllConnections();
  await closed;
}
