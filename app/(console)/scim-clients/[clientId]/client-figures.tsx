import type { ReactNode } from "react";
import { Sparkline } from "@/components/sparkline";
import type { ClientOverview } from "@/lib/console/client-overview";
import { describeDay } from "../describe-day";

/** What the client manages, and how much it asks. */
export function ClientFigures({ overview }: { overview: ClientOverview }) {
  const { provisioned, day, week } = overview;
  const requests = day.reduce((sum, hour) => sum + hour.requests, 0);
  const failed = day.reduce((sum, hour) => sum + hour.failed, 0);
  return (
    <dl className="mt-5 grid grid-cols-2 gap-x-6 gap-y-5 border-y border-line py-4 lg:grid-cols-4">
      <Figure term="People" value={provisioned && provisioned.active + provisioned.inactive}>
        {provisioned &&
          `${provisioned.active.toLocaleString("en")} active, ${provisioned.inactive.toLocaleString("en")} inactive`}
      </Figure>
      <Figure term="Groups" value={provisioned?.groups} />
      <Figure term="Requests in 24 hours" value={requests}>
        <Sparkline bars={week} name={`In 7 days: ${describeDay(week)}`} />
        <span className="block">7 days: {describeDay(week)}</span>
      </Figure>
      <Figure term="Failed in 24 hours" value={failed}>
        {requests === 0 ? "of none" : `${Math.round((failed / requests) * 100)}% of the requests`}
      </Figure>
    </dl>
  );
}

type FigureProps = { term: string; value: number | undefined; children?: ReactNode };

function Figure({ term, value, children }: FigureProps) {
  return (
    <div className="min-w-0">
      <dt className="text-[0.8125rem] text-muted">{term}</dt>
      <dd className="mt-0.5 text-xl font-semibold tabular-nums">
        {value === undefined ? (
          <span className="text-base font-normal text-muted">being counted</span>
        ) : (
          value.toLocaleString("en")
        )}
      </dd>
      {children === undefined ? null : <dd className="mt-1 text-[0.8125rem] text-muted">{children}</dd>}
    </div>
  );
}
