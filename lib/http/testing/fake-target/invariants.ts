import { foldForComparison } from "@/lib/scim/fold";
import type { JsonObject } from "@/lib/scim/json";
import { listMemberValues, type RemoteState } from "./operation";

/** Resources that should be one. */
export type Duplicate = {
  readonly type: "User" | "Group";
  readonly attribute: "externalId" | "userName";
  readonly value: string;
  readonly ids: readonly string[];
};

/** Users of one externalId or one userName, whatever its case, and groups of one externalId. */
export function findDuplicates({ users, groups }: RemoteState): readonly Duplicate[] {
  return [
    ...listTwins("User", "externalId", users.all),
    ...listTwins("User", "userName", users.all),
    ...listTwins("Group", "externalId", groups.all),
  ];
}

function listTwins(
  type: Duplicate["type"],
  attribute: Duplicate["attribute"],
  resources: ReadonlyMap<string, JsonObject>,
): readonly Duplicate[] {
  const idsOf = new Map<string, string[]>();
  for (const [id, resource] of resources) {
    const text = resource[attribute];
    if (typeof text !== "string") continue;
    const value = attribute === "userName" ? foldForComparison(text) : text;
    idsOf.set(value, [...(idsOf.get(value) ?? []), id]);
  }
  return [...idsOf].filter(([, ids]) => ids.length > 1).map(([value, ids]) => ({ type, attribute, value, ids }));
}

/** What is there, without what no two targets have in common: see `takeSnapshot`. */
export type Snapshot = { readonly users: readonly JsonObject[]; readonly groups: readonly JsonObject[] };

/**
 * All resources for a comparison, in the order of their names: without id and meta, and with members as the sorted
 * userNames and displayNames that they stand for. A member that is not there is shown as `?` and its value.
 */
export function takeSnapshot({ users, groups }: RemoteState): Snapshot {
  const nameOf = (value: string) =>
    String(users.all.get(value)?.userName ?? groups.all.get(value)?.displayName ?? `?${value}`);
  return {
    users: sortByName([...users.all.values()].map(bare), "userName"),
    groups: sortByName(
      [...groups.all.values()].map((group) => ({
        ...bare(group),
        members: listMemberValues(group).map(nameOf).toSorted(),
      })),
      "displayName",
    ),
  };
}

function bare(resource: JsonObject): JsonObject {
  const { id: _, meta: __, ...attributes } = resource;
  return structuredClone(attributes);
}

function sortByName(resources: readonly JsonObject[], name: string): readonly JsonObject[] {
  const key = (resource: JsonObject) => `${String(resource[name])} ${JSON.stringify(resource)}`;
  return resources.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
