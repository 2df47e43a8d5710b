import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { groupSchemaUrn, userSchemaUrn } from "@/lib/scim/urns";
import type { FakeBehaviour, FakeResourceType } from "./behaviour";
import type { RemoteState } from "./operation";
import { removeResource } from "./write-resource";

/** Attributes to change; undefined takes one away. */
type Changes = { readonly [name: string]: JsonValue | undefined };

/** What an administrator of the target does there: nothing is recorded, checked or refused, so twins can be made too. */
export type ByHand = {
  /** @returns the id */
  readonly create: (type: FakeResourceType, attributes: JsonObject) => string;
  readonly edit: (type: FakeResourceType, id: string, changes: Changes | ((before: JsonObject) => JsonObject)) => void;
  readonly remove: (type: FakeResourceType, id: string) => void;
};

export function createByHand(state: RemoteState, behaviour: () => FakeBehaviour): ByHand {
  const resourcesOf = (type: FakeResourceType) => (type === "User" ? state.users : state.groups);
  return {
    create: (type, attributes) => {
      const schemas = [type === "User" ? userSchemaUrn : groupSchemaUrn];
      return resourcesOf(type).add({ schemas, ...attributes }, behaviour().ids);
    },
    edit: (type, id, changes) => {
      const { id: _, meta: __, ...before } = getResource(resourcesOf(type).all, id);
      const after = typeof changes === "function" ? changes(before) : { ...before, ...changes };
      resourcesOf(type).put(id, dropUndefined(after));
    },
    remove: (type, id) => {
      getResource(resourcesOf(type).all, id);
      removeResource(state, resourcesOf(type), id);
    },
  };
}

function getResource(all: ReadonlyMap<string, JsonObject>, id: string): JsonObject {
  const resource = all.get(id);
  if (resource === undefined) throw new Error(`The fake target has no resource ${id}.`);
  return resource;
}

function dropUndefined(attributes: Changes): JsonObject {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
