import { randomUUID } from "node:crypto";
import { foldForComparison } from "@/lib/scim/fold";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { jsonEquals } from "@/lib/scim/json-object";
import type { FakeBehaviour, FakeResourceType } from "./behaviour";

/** Attributes by which resources are found without looking at each of them. */
export const indexedAttributes = ["userName", "displayName", "externalId"] as const;
type IndexedAttribute = (typeof indexedAttributes)[number];

/** The resources of one type, in the order in which they were made. What is in it is frozen: it changes by `put` alone. */
export type RemoteResources = {
  readonly all: ReadonlyMap<string, JsonObject>;
  /** Ids of those whose attribute is this text; userName and displayName without regard to case. */
  readonly find: (attribute: IndexedAttribute, text: string) => readonly string[];
  /** @returns the id that it was given */
  readonly add: (attributes: JsonObject, ids: FakeBehaviour["ids"]) => string;
  /** The id of the one that was made last. */
  readonly latest: () => string | undefined;
  /** Gives it other attributes and, if they are others indeed, a new version. */
  readonly put: (id: string, attributes: JsonObject) => void;
  readonly remove: (id: string) => boolean;
};

export function createRemoteResources(type: FakeResourceType, nextNumber: () => number): RemoteResources {
  const all = new Map<string, JsonObject>();
  const index = new Map<string, Set<string>>();
  let latest: string | undefined;

  function indexed(resource: JsonObject): string[] {
    return indexedAttributes.flatMap((attribute) => {
      const text = resource[attribute];
      return typeof text === "string" ? [indexKey(attribute, text)] : [];
    });
  }

  function store(id: string, attributes: JsonObject, version: number, created: string, lastModified: string): void {
    forget(id);
    const meta = { resourceType: type, created, lastModified, version: `W/"${version}"` };
    // A copy, so that nobody who still holds the original can change what is stored.
    const resource = freeze(structuredClone({ ...attributes, id, meta }));
    all.set(id, resource);
    for (const key of indexed(resource)) index.set(key, (index.get(key) ?? new Set()).add(id));
  }

  function forget(id: string): void {
    for (const key of indexed(all.get(id) ?? {})) index.get(key)?.delete(id);
  }

  return {
    all,
    find: (attribute, text) => [...(index.get(indexKey(attribute, text)) ?? [])],
    add: (attributes, ids) => {
      const id = createId(ids, nextNumber());
      const now = new Date().toISOString();
      store(id, attributes, 1, now, now);
      latest = id;
      return id;
    },
    latest: () => latest,
    put: (id, attributes) => {
      const { id: _, meta, ...before } = all.get(id) ?? {};
      if (!isJsonObject(meta)) throw new Error(`The fake target has no ${type} ${id}.`);
      if (jsonEquals(before, attributes)) return;
      const version = Number(/\d+/.exec(String(meta.version))?.[0]) + 1;
      store(id, attributes, version, String(meta.created), new Date().toISOString());
    },
    remove: (id) => {
      forget(id);
      return all.delete(id);
    },
  };
}

function indexKey(attribute: IndexedAttribute, text: string): string {
  return `${attribute} ${attribute === "externalId" ? text : foldForComparison(text)}`;
}

/** Odd ids hold what must be escaped in an address, and in a filter. */
function createId(ids: FakeBehaviour["ids"], number: number): string {
  switch (ids) {
    case "uuid":
      return randomUUID();
    case "integer":
      return String(number);
    case "odd":
      return `é ${number}/"a"?b=%20#c`;
  }
}

function freeze<Value extends JsonValue>(value: Value): Value {
  if (typeof value === "object" && value !== null) {
    for (const member of Object.values(value)) freeze(member);
    Object.freeze(value);
  }
  return value;
}
