import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";

/** How a target treats what it is sent, and what it answers a write with. */
export type Temper =
  | "honest"
  | "lowerCasing"
  | "dropping"
  | "insisting"
  | "adding"
  /** It adds sub-attributes that are others each time. */
  | "stamping"
  | "rewritingBooleans"
  | "echoing"
  | "idOnly"
  | "noContent";

export const tempers: readonly Temper[] = [
  "honest",
  "lowerCasing",
  "dropping",
  "insisting",
  "adding",
  "stamping",
  "rewritingBooleans",
  "echoing",
  "idOnly",
  "noContent",
];

/** A target with one resource, as simple as can be. It counts writes. */
export type ModelServer = {
  /** The body of the answer; undefined for a 204. */
  readonly write: (payload: JsonObject) => JsonObject | undefined;
  readonly read: () => JsonObject;
  /** Somebody else changes the resource. */
  readonly meddle: (name: string, value: JsonValue) => void;
  readonly countWrites: () => number;
};

export function createModelServer(temper: Temper): ModelServer {
  let stored: JsonObject = {};
  let writes = 0;
  const read = () => ({
    ...(temper === "stamping" ? addStamps(stored) : structuredClone(stored)),
    id: "1",
    schemas: ["urn:x"],
    // Never the same twice: what is not owned must not matter.
    meta: { version: `W/"${Math.random()}"` },
    groups: [{ value: String(Math.random()) }],
    unmanaged: Math.random(),
  });
  return {
    read,
    write: (payload) => {
      writes += 1;
      stored = keep(temper, structuredClone(payload));
      if (temper === "noContent") return undefined;
      if (temper === "idOnly") return { id: "1" };
      return temper === "echoing" ? { ...payload, id: "1" } : read();
    },
    meddle: (name, value) => {
      stored = { ...stored, [name]: value };
    },
    countWrites: () => writes,
  };
}

function keep(temper: Temper, payload: JsonObject): JsonObject {
  switch (temper) {
    case "lowerCasing":
    case "echoing":
      return mapTexts(payload, (text) => text.toLowerCase()) as JsonObject;
    case "dropping": {
      const { title, emails, ...rest } = payload;
      return rest;
    }
    case "insisting":
      return { ...payload, displayName: "The one and only" };
    case "adding":
      return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, addToElements(value)]));
    case "rewritingBooleans":
      return mapBooleans(payload) as JsonObject;
    default:
      return payload;
  }
}

function addToElements(value: JsonValue): JsonValue {
  if (!Array.isArray(value)) return value;
  const added = value.map((element) =>
    isJsonObject(element) ? { primary: false, display: "x", $ref: "u", since: 1, ...element } : element,
  );
  return added.reverse();
}

function addStamps(resource: JsonObject): JsonObject {
  const stamp = (value: JsonValue): JsonValue => (isJsonObject(value) ? { ...value, stamp: Math.random() } : value);
  const stamped = Object.entries(resource).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.map(stamp) : stamp(value),
  ]);
  return Object.fromEntries(stamped);
}

function mapTexts(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((element) => mapTexts(element, change));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapTexts(member, change)]));
}

function mapBooleans(value: JsonValue): JsonValue {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return value.map(mapBooleans);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapBooleans(member)]));
}
