import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { ActivityTable } from "@/components/activity/activity-table";
import { BurstTable } from "@/components/activity/burst-table";
import { Histogram } from "@/components/activity/histogram";
import { LiveNews } from "@/components/activity/live-news";
import { describeButton } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";
import { Pager } from "@/components/pager";
import { Time } from "@/components/time";
import type { Access } from "@/lib/console/access";
import {
  type ActivityParams,
  type ActivityQuery,
  formatActivityQuery,
  readActivityPosition,
  readActivityQuery,
} from "@/lib/console/requests/activity-query";
import { describeBursts } from "@/lib/console/requests/describe-bursts";
import { viewActivity } from "@/lib/console/requests/view-activity";
import { ActivityFilterBar } from "./activity-filter-bar";

type ActivityProps = {
  access: Access;
  params: ActivityParams;
  /** The address of the page. */
  path: string;
  /** The SCIM client whose requests alone are shown. */
  clientId?: string;
  /** What stands where nothing has come yet. */
  empty: ReactNode;
};

/** The requests with their filters, histogram and export: the page of all, and that of one SCIM client. */
export async function Activity({ access, params, path, clientId, empty }: ActivityProps) {
  const now = new Date();
  const asked = readActivityQuery(params);
  const query: ActivityQuery = clientId === undefined ? asked : { ...asked, client: clientId };
  const position = readActivityPosition(params);
  const activity = await viewActivity(access, query, position, now, clientId);
  const zone = (await cookies()).get("roster.timezone")?.value;
  const link = (changed: ActivityQuery, more?: Readonly<Record<string, string>>) =>
    `${path}${formatActivityQuery(withoutClient(changed, clientId), more)}`;

  if (!activity.hasAny) return <div className="mt-6">{empty}</div>;
  const isFirstPage = position.before === undefined && position.after === undefined;
  const latest = activity.kind === "requests" ? activity.rows[0]?.id : activity.bursts[0]?.id;
  const after = latest === undefined ? {} : { after: latest };
  const { total, looked } = activity;
  const count = `${total.toLocaleString("en")} ${total === 1 ? "request fits" : "requests fit"} these filters`;
  return (
    <>
      <ActivityFilterBar query={query} facets={activity.facets} path={path} hasClient={clientId === undefined}>
        {isFirstPage && activity.isOpen ? (
          <LiveNews address={`/api/live/requests${formatActivityQuery(query, { ...after, live: "1" })}`} />
        ) : null}
      </ActivityFilterBar>
      <Histogram
        bars={activity.bars}
        hrefs={activity.bars.map(({ from, until }) => link({ ...query, from, until }))}
        now={now.toISOString()}
      />
      <p className="mt-4 text-[0.8125rem] text-muted">
        {looked === undefined ? (
          `${count}.`
        ) : (
          <>
            {count}, among the latest {looked.requests.toLocaleString("en")} that were looked at for the counts, back to{" "}
            <Time value={looked.since} now={now.toISOString()} absolute />. The list goes further back.
          </>
        )}
      </p>
      <div className="mt-2">
        {activity.kind === "bursts" ? (
          <BurstTable rows={describeBursts(activity.bursts, query, path, zone)} now={now.toISOString()} />
        ) : activity.rows.length === 0 ? (
          <EmptyState title="Nothing fits these filters">
            <Link href={link({ range: "90d", view: "all" })}>Show everything of the last 90 days</Link>
          </EmptyState>
        ) : (
          <ActivityTable rows={activity.rows} now={now.toISOString()} withClient={clientId === undefined} />
        )}
      </div>
      <Pager
        newer={
          activity.kind === "requests" && activity.newer !== undefined
            ? link(query, { after: activity.newer })
            : undefined
        }
        older={activity.older === undefined ? undefined : link(query, { before: activity.older })}
      />
      <p className="mt-4 flex flex-wrap gap-3">
        {(["csv", "ndjson"] as const).map((format) => (
          <a
            key={format}
            href={`/activity/export${formatActivityQuery(query, { format })}`}
            className={describeButton("plain", "small")}
            download
          >
            Export {format === "csv" ? "CSV" : "NDJSON"}
          </a>
        ))}
      </p>
    </>
  );
}

/** The page of one client has it in its path. */
function withoutClient(query: ActivityQuery, clientId: string | undefined): ActivityQuery {
  if (clientId === undefined) return query;
  const { client: _inPath, ...others } = query;
  return others;
}
