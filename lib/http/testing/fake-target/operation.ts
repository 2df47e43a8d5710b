import type { ResourceType } from "@/lib/scim/attribute";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import type { FakeBehaviour, FakeResourceType } from "./behaviour";
import type { RemoteResources } from "./remote-resources";

/** What the fake target holds. */
export type RemoteState = {
  readonly baseUrl: string;
  readonly users: RemoteResources;
  readonly groups: RemoteResources;
  /** By the user's id. */
  readonly passwords: Map<string, string>;
};

/** A request on resources, or an operation of a Bulk request: who asks has been seen to. */
export type Operation = {
  readonly method: string;
  /** Parts of the path, decoded. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly body: JsonValue | undefined;
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
};

/** What an operation is carried out with. */
export type Setting = { readonly state: RemoteState; readonly behaviour: FakeBehaviour };

export function listResourceTypesOf({ extensions, unknownAttributes }: FakeBehaviour): readonly ResourceType[] {
  const types = createResourceTypes({ role: false, keepsUnknown: unknownAttributes === "keep", extensions });
  return [types.user, types.group];
}

/** The type that an endpoint is for, and what is there. */
export function findEndpoint(setting: Setting, endpoint: string | undefined) {
  const { state, behaviour } = setting;
  const type = listResourceTypesOf(behaviour).find((candidate) => candidate.endpoint === `/${endpoint}`);
  if (type === undefined || (type.name === "Group" && !behaviour.groups)) return undefined;
  const name: FakeResourceType = type.name === "Group" ? "Group" : "User";
  return { type, name, resources: name === "Group" ? state.groups : state.users };
}

export type Endpoint = NonNullable<ReturnType<typeof findEndpoint>>;

/** The values of the members of a group, in their order. */
export function listMemberValues(group: JsonObject | undefined): string[] {
  const members = group?.members;
  if (!Array.isArray(members)) return [];
  return members.flatMap((member) =>
    typeof member === "object" && member !== null && !Array.isArray(member) && typeof member.value === "string"
      ? [member.value]
      : [],
  );
}
