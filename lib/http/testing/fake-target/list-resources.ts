import type { ResourceType } from "@/lib/scim/attribute";
import { ScimError } from "@/lib/scim/errors";
import type { Filter } from "@/lib/scim/filter/ast";
import { checkFilter } from "@/lib/scim/filter/check";
import { matchesFilter } from "@/lib/scim/filter/evaluate";
import { parseFilter } from "@/lib/scim/filter/parse";
import type { JsonObject } from "@/lib/scim/json";
import { listResponseUrn } from "@/lib/scim/urns";
import type { Answer } from "./answer";
import type { FakeBehaviour } from "./behaviour";
import type { Endpoint, Operation, Setting } from "./operation";
import { indexedAttributes, type RemoteResources } from "./remote-resources";
import { formFor, showResource, without } from "./show-resource";

/**
 * A page of resources, in the order in which they were made.
 *
 * @throws ScimError invalidFilter, invalidValue (startIndex or count that is no number)
 * @see RFC 7644 §3.4.2
 */
export function listResources(setting: Setting, endpoint: Endpoint, operation: Operation): Answer {
  const { behaviour } = setting;
  const matching = findMatching(behaviour, endpoint, operation.query.get("filter"));
  const asked = readNumber(operation.query, "startIndex") ?? 1;
  const startIndex = behaviour.ignoresStartIndex ? 1 : Math.max(1, asked);
  const count = Math.min(
    Math.max(0, readNumber(operation.query, "count") ?? behaviour.maxPageSize),
    behaviour.maxPageSize,
  );
  const isEmpty = behaviour.emptyPages === "always" || (behaviour.emptyPages === "afterFirst" && startIndex > 1);
  const page = isEmpty ? [] : matching.slice(startIndex - 1, startIndex - 1 + count);
  const form = formFor(setting, "GET");
  return {
    status: 200,
    body: {
      schemas: [listResponseUrn],
      totalResults: Math.max(0, matching.length + behaviour.totalOffset),
      startIndex,
      itemsPerPage: page.length,
      Resources: page.map((resource) => without(showResource(setting, endpoint, operation, resource, "inList"), form)),
    },
  };
}

function findMatching(behaviour: FakeBehaviour, { type, resources }: Endpoint, text: string | null): JsonObject[] {
  if (text === null || behaviour.filter === "ignored") return [...resources.all.values()];
  if (behaviour.filter === "refused") throw new ScimError("invalidFilter", "Filters are not supported here.");
  const filter = parseFilter(text, type);
  const checked = checkFilter(filter, type);
  checkFilterable(behaviour, filter);
  return listCandidates(resources, filter, type).filter((resource) => matchesFilter(checked, resource));
}

/** Those that an index finds, where one does; the filter decides in any case. */
function listCandidates(resources: RemoteResources, filter: Filter, type: ResourceType): JsonObject[] {
  const attribute = findIndexed(filter, type);
  if (attribute === undefined) return [...resources.all.values()];
  return resources.find(attribute.name, attribute.value).flatMap((id) => {
    const resource = resources.all.get(id);
    return resource === undefined ? [] : [resource];
  });
}

/** The attribute of the index that must be equal to a text, where that is all that the filter asks. */
function findIndexed(filter: Filter, type: ResourceType) {
  if (filter.kind !== "compare" || filter.operator !== "eq" || typeof filter.value !== "string") return undefined;
  const { attribute, subAttribute, schema = type.schema.id } = filter.path;
  const name = indexedAttributes.find((indexed) => indexed.toLowerCase() === attribute?.toLowerCase());
  if (name === undefined || subAttribute !== undefined || schema !== type.schema.id) return undefined;
  return { name, value: filter.value };
}

function checkFilterable({ filterableBy }: FakeBehaviour, filter: Filter): void {
  if (filterableBy === undefined) return;
  for (const name of listAttributes(filter)) {
    if (!filterableBy.includes(name)) throw new ScimError("invalidFilter", `${name} cannot be filtered by here.`);
  }
}

function listAttributes(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case "and":
    case "or":
      return [...listAttributes(filter.left), ...listAttributes(filter.right)];
    case "not":
      return listAttributes(filter.filter);
    case "present":
    case "compare":
    case "valuePath":
      return [filter.path.attribute ?? ""];
  }
}

function readNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^-?\d+$/.test(text)) throw new ScimError("invalidValue", `${name} is ${JSON.stringify(text)}, and no number.`);
  return Number(text);
}
