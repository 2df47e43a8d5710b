import { cutPage, readParam, type SearchParams } from "@/lib/console/directory/list-position";
import {
  countTargetResources,
  listTargetResources,
  type ResourceView,
  type TargetResource,
} from "@/lib/db/target-resources";
import type { StoredTarget } from "@/lib/db/targets";
import { isUuid } from "@/lib/db/uuid";
import type { Access } from "../access";
import { judgeResource, type ResourceStanding } from "./resource-standing";

/** The states by which the list can be narrowed, as the address has them, and their words. */
export const resourceViewNames: Readonly<Record<ResourceView, string>> = {
  all: "Any that is known there",
  inSync: "In sync",
  waiting: "Waiting",
  failing: "Tried again",
  held: "Held by the breaker",
  problems: "Any problem",
  conflicts: "Conflict",
  refused: "Refused",
  invalid: "Invalid",
  drift: "Changed there",
  linked: "Linked",
  creating: "Being made",
  deactivated: "Deactivated",
  left: "Left there",
  ignored: "Ignored",
};

export type ResourceQuery = {
  readonly view: ResourceView;
  readonly resourceType?: "User" | "Group";
  readonly text?: string;
  readonly after?: string;
  readonly before?: string;
};

/** A person or group in the list of a target. */
export type ListedResource = Pick<
  TargetResource,
  "resourceType" | "resourceId" | "label" | "remoteId" | "syncedAt" | "job"
> & { readonly standing: ResourceStanding };

export type ResourceList = {
  readonly resources: readonly ListedResource[];
  /** Up to `mostCountedResources`, and one more. */
  readonly count: number;
  readonly previous: string | undefined;
  readonly next: string | undefined;
};

const pageSize = 50;
export const mostCountedResources = 10_000;

/** What an address asks for; what makes no sense in it is passed over. */
export function readResourceQuery(params: SearchParams): ResourceQuery {
  const view = readParam(params, "state") ?? "all";
  const type = readParam(params, "type");
  const text = readParam(params, "text");
  const after = readParam(params, "after");
  const before = readParam(params, "before");
  const known: ResourceView = isView(view) ? view : "all";
  return {
    view: known,
    ...(type === "User" || type === "Group" ? { resourceType: type } : {}),
    ...(text === undefined ? {} : { text }),
    ...(after !== undefined && isPlace(known, after) ? { after } : {}),
    ...(before !== undefined && isPlace(known, before) ? { before } : {}),
  };
}

/** The address of a page of the list. */
export function formatResourceQuery(
  { view, resourceType, text }: ResourceQuery,
  page: { readonly after?: string; readonly before?: string } = {},
): string {
  const params = new URLSearchParams({
    ...(view === "all" ? {} : { state: view }),
    ...(resourceType === undefined ? {} : { type: resourceType }),
    ...(text === undefined ? {} : { text }),
    ...page,
  });
  return params.size === 0 ? "" : `?${params}`;
}

/** One page of the people and groups of a target. */
export async function listResources(
  { database }: Pick<Access, "database">,
  target: Pick<StoredTarget, "id">,
  query: ResourceQuery,
): Promise<ResourceList> {
  const { after, before, ...filter } = query;
  const page = {
    limit: pageSize,
    ...(before === undefined ? (after === undefined ? {} : { after }) : { before }),
  };
  const [rows, count] = await Promise.all([
    listTargetResources(database, target.id, filter, page),
    countTargetResources(database, target.id, filter, mostCountedResources),
  ]);
  const isBackwards = before !== undefined;
  const cut = cutPage(rows, pageSize, { isBackwards, isFirst: after === undefined && before === undefined });
  return {
    resources: cut.rows.map((row) => ({ ...row, standing: judgeResource(row) })),
    count,
    previous: cut.hasPrevious ? cut.rows[0]?.position : undefined,
    next: cut.hasNext ? cut.rows.at(-1)?.position : undefined,
  };
}

function isView(text: string): text is ResourceView {
  return Object.hasOwn(resourceViewNames, text);
}

/** Jobs are listed by when they were queued, links by their ids. */
function isPlace(view: ResourceView, place: string): boolean {
  if (!["waiting", "failing", "held"].includes(view)) return isUuid(place);
  const [at = "", id = ""] = place.split(" ");
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at) && isUuid(id);
}
