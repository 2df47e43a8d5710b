import type { CountedRequests } from "@/lib/db/request-counts";
import type { RequestFilter } from "@/lib/db/request-filter";
import { nilUuid } from "@/lib/db/request-log-insert";
import { nameOfAgent } from "@/lib/explain/caller";
import type { ActivityFacet } from "./activity-query";
import { actionWords, outcomeWords } from "./words";

/** One value that the list can be narrowed to, and how many requests it would then have. */
export type FacetValue = { readonly value: string; readonly name: string; readonly count: number };

export type Facets = Readonly<Record<ActivityFacet, readonly FacetValue[]>>;

const statusWords = ["", "", "2xx", "3xx", "4xx", "5xx"];

type Facet = {
  readonly read: (row: CountedRequests) => string;
  readonly name: (row: CountedRequests, clients: ReadonlyMap<string, string>) => string;
  /** Whether the row fits what this facet is narrowed to. */
  readonly fits: (row: CountedRequests, filter: RequestFilter) => boolean;
};

const facets: Readonly<Record<ActivityFacet, Facet>> = {
  outcome: {
    read: ({ outcome }) => outcome,
    name: ({ outcome }) => outcomeWords[outcome],
    fits: ({ outcome }, { outcomes }) => outcomes === undefined || outcomes.includes(outcome),
  },
  action: {
    read: ({ action }) => action,
    name: ({ action }) => actionWords[action],
    fits: (row, { action }) => action === undefined || action === row.action,
  },
  client: {
    read: ({ scim_client_id: id }) => (id === nilUuid ? "none" : id),
    name: ({ scim_client_id: id }, clients) =>
      id === nilUuid ? "No client could be told" : (clients.get(id) ?? "A client that was removed"),
    fits: (row, { scimClientId }) => scimClientId === undefined || scimClientId === row.scim_client_id,
  },
  agent: {
    read: ({ agent }) => agent,
    name: ({ agent }) => nameOfAgent(agent) ?? "Unknown program",
    fits: (row, { agent }) => agent === undefined || agent === row.agent,
  },
  status: {
    read: (row) => String(row.status_class),
    name: (row) => statusWords[row.status_class] ?? String(row.status_class),
    fits: (row, { statusClass }) => statusClass === undefined || statusClass === row.status_class,
  },
};

/**
 * For each facet its values, the most frequent first: how many requests each would leave with all that the list is narrowed
 * by otherwise.
 */
export function countFacets(
  rows: readonly CountedRequests[],
  filter: RequestFilter,
  clients: ReadonlyMap<string, string>,
): Facets {
  const count = (name: ActivityFacet) => countFacet(name, rows, filter, clients);
  return {
    outcome: count("outcome"),
    action: count("action"),
    client: count("client"),
    agent: count("agent"),
    status: count("status"),
  };
}

function countFacet(
  own: ActivityFacet,
  rows: readonly CountedRequests[],
  filter: RequestFilter,
  clients: ReadonlyMap<string, string>,
): readonly FacetValue[] {
  const { read, name } = facets[own];
  const others = Object.entries(facets).flatMap(([other, facet]) => (other === own ? [] : [facet]));
  const values = new Map<string, FacetValue>();
  for (const row of rows) {
    if (!others.every(({ fits }) => fits(row, filter))) continue;
    const value = read(row);
    const known = values.get(value);
    values.set(value, { value, name: known?.name ?? name(row, clients), count: (known?.count ?? 0) + row.count });
  }
  return [...values.values()].sort((a, b) => b.count - a.count);
}

/** How many requests fit everything. */
export function countFitting(rows: readonly CountedRequests[], filter: RequestFilter): number {
  const all = Object.values(facets);
  return rows.reduce((sum, row) => (all.every(({ fits }) => fits(row, filter)) ? sum + row.count : sum), 0);
}
