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
  const { page, startIndex, nextCursor } = takePage(behaviour, operation.query, matching);
  const form = formFor(setting, "GET");
  return {
    status: 200,
    body: {
      schemas: [listResponseUrn],
      totalResults: Math.max(0, matching.length + behaviour.totalOffset),
      ...(startIndex === undefined ? {} : { startIndex }),
      ...(nextCursor === undefined ? {} : { nextCursor }),
      itemsPerPage: page.length,
      Resources: page.map((resource) => without(showResource(setting, endpoint, operation, resource, "inList"), form)),
    },
  };
}

type Page = { readonly page: readonly JsonObject[]; readonly startIndex?: number; readonly nextCursor?: string };

function takePage(behaviour: FakeBehaviour, query: URLSearchParams, matching: readonly JsonObject[]): Page {
  const { maxPageSize, emptyPages } = behaviour;
  const count = Math.min(Math.max(0, readNumber(query, "count") ?? maxPageSize), maxPageSize);
  const byCursor = behaviour.paging === "cursor" || (behaviour.paging === "both" && query.has("cursor"));
  const asked = readNumber(query, "startIndex") ?? 1;
  const byIndex = behaviour.ignoresStartIndex ? 0 : Math.max(1, asked) - 1;
  const start = byCursor ? findCursor(query.get("cursor") ?? "", matching) : byIndex;
  const isEmpty = emptyPages === "always" || (emptyPages === "afterFirst" && start > 0);
  const page = isEmpty ? [] : matching.slice(start, start + count);
  if (!byCursor) return { page, startIndex: start + 1 };
  const last = page.at(-1);
  const isLast = last === undefined || start + page.length >= matching.length;
  return isLast ? { page } : { page, nextCursor: Buffer.from(String(last.id)).toString("base64url") };
}

/** Behind the resource that the cursor names, which is the last one of the page before. */
function findCursor(cursor: string, matching: readonly JsonObject[]): number {
  if (cursor === "") return 0;
  const id = Buffer.from(cursor, "base64url").toString();
  const index = matching.findIndex((resource) => resource.id === id);
  if (index === -1) throw new ScimError("expiredCursor", "The list has changed where this cursor stood.");
  return index + 1;
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
