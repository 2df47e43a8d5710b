import type { ReactNode } from "react";
import { ActivityFilters, type FilterField } from "@/components/activity/activity-filters";
import {
  type ActivityFacet,
  type ActivityQuery,
  type ActivityView,
  activityFacets,
  activityRanges,
  activityViews,
  formatActivityQuery,
} from "@/lib/console/requests/activity-query";
import type { Facets } from "@/lib/console/requests/facets";

const labels: Readonly<Record<ActivityFacet, string>> = {
  outcome: "Outcome",
  action: "Operation",
  client: "SCIM client",
  agent: "Program",
  status: "Status",
};

type ActivityFilterBarProps = {
  query: ActivityQuery;
  facets: Facets;
  path: string;
  /** Whether the list can be narrowed to a client. */
  hasClient: boolean;
  children?: ReactNode;
};

/** The filters of the list with their counts, as what the address asks for has them. */
export function ActivityFilterBar({ query, facets, path, hasClient, children }: ActivityFilterBarProps) {
  const { client, ...others } = query;
  const own: ActivityQuery = hasClient ? query : others;
  const { range, view, resource, text, from, until } = own;
  const ranges: FilterField = {
    name: "range",
    label: "Time",
    value: range,
    options: Object.entries(activityRanges).map(([value, name]) => ({ value, name })),
  };
  const fields = activityFacets.flatMap((name) =>
    name === "client" && !hasClient ? [] : [createField(name, query[name], facets)],
  );
  const isNarrowed = Object.keys(own).some((name) => name !== "range" && name !== "view") || range !== "7d";
  return (
    <ActivityFilters
      path={path}
      text={text ?? ""}
      fields={[ranges, ...fields]}
      from={toFieldValue(from)}
      until={toFieldValue(until)}
      views={Object.entries(activityViews).map(([value, name]) => ({
        name,
        href: `${path}${formatActivityQuery({ ...own, view: readView(value) })}`,
        isOpen: value === view,
      }))}
      hidden={{ ...(view === "changes" ? {} : { view }), ...(resource === undefined ? {} : { resource }) }}
      clearHref={isNarrowed ? `${path}${formatActivityQuery({ range: "7d", view })}` : undefined}
    >
      {children}
    </ActivityFilters>
  );
}

function readView(value: string): ActivityView {
  return value === "all" || value === "bursts" ? value : "changes";
}

/** What is chosen stays to be seen, also where nothing fits it. */
function createField(name: ActivityFacet, chosen: string | undefined, facets: Facets): FilterField {
  const values = facets[name].map(({ value, name: word, count }) => ({
    value,
    name: `${word} (${count.toLocaleString("en")})`,
  }));
  const isThere = chosen === undefined || values.some(({ value }) => value === chosen);
  const options = [
    { value: "", name: "Any" },
    ...values,
    ...(isThere ? [] : [{ value: chosen, name: `${chosen} (0)` }]),
  ];
  return { name, label: labels[name], value: chosen ?? "", options };
}

/** As a field for date and time takes it. */
function toFieldValue(moment: string | undefined): string {
  return moment?.slice(0, 16) ?? "";
}
