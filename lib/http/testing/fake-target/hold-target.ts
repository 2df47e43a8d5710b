import { afterEach, expect } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { bulkRequestUrn, groupSchemaUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import { type FakeTarget, type FakeTargetOptions, startFakeTarget } from "../fake-target";
import { type Called, callTarget } from "./call";

/** A target for each test of a file, closed after it, and how to speak to it. */
export type HeldTarget = {
  readonly start: (options?: FakeTargetOptions) => Promise<FakeTarget>;
  readonly call: (
    method: string,
    path: string,
    body?: JsonObject,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Called>;
  /** Makes a resource, which must succeed. @returns its id */
  readonly create: (path: "/Users" | "/Groups", body: JsonObject) => Promise<string>;
};

export function holdTarget(): HeldTarget {
  let target: FakeTarget | undefined;
  afterEach(async () => {
    await target?.close();
    target = undefined;
  });
  const call: HeldTarget["call"] = (method, path, body, headers) => {
    if (target === undefined) throw new Error("Start the target first.");
    return callTarget(target, method, path, body, headers);
  };
  return {
    start: async (options) => {
      target = await startFakeTarget(options);
      return target;
    },
    call,
    create: async (path, body) => {
      const { status, body: made } = await call("POST", path, body);
      expect(status).toBe(201);
      return String((made as JsonObject).id);
    },
  };
}

export function user(userName: string, more: JsonObject = {}): JsonObject {
  return { schemas: [userSchemaUrn], userName, ...more };
}

export function group(displayName: string, members: readonly string[] = [], more: JsonObject = {}): JsonObject {
  return { schemas: [groupSchemaUrn], displayName, members: members.map((value) => ({ value })), ...more };
}

export function patch(...operations: JsonObject[]): JsonObject {
  return { schemas: [patchOpUrn], Operations: operations };
}

export function bulk(operations: readonly JsonObject[], more: JsonObject = {}): JsonObject {
  return { schemas: [bulkRequestUrn], Operations: [...operations], ...more };
}
