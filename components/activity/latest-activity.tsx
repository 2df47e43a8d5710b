import type { ActivityRow } from "@/lib/console/requests/view-activity";
import { Link } from "../link";
import { Time } from "../time";
import { OutcomeBadge } from "./outcome-badge";
import { SentenceText } from "./sentence-text";

type LatestActivityProps = { rows: readonly ActivityRow[]; href: string; now: string };

/** The last things that identity providers did or could not do, each in a sentence. */
export function LatestActivity({ rows, href, now }: LatestActivityProps) {
  return (
    <>
      <ul className="divide-y divide-line border-y border-line text-[0.8125rem]">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-start gap-x-3 gap-y-0.5 py-2">
            <OutcomeBadge outcome={row.outcome} />
            <span className="min-w-40 flex-1 [overflow-wrap:anywhere]">
              <SentenceText sentence={row.sentence} />
            </span>
            <Link href={`/activity/${row.id}`} className="text-muted">
              <Time value={row.at} now={now} />
            </Link>
          </li>
        ))}
      </ul>
      <p className="mt-2">
        <Link href={href}>All activity</Link>
      </p>
    </>
  );
}
