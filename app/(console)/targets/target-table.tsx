import { DataTable } from "@/components/data-table";
import { Link } from "@/components/link";
import { Time } from "@/components/time";
import type { ListedTarget } from "@/lib/console/targets/view-target";
import { count } from "./count";
import { StandingBadge } from "./standing-badge";

/** The targets with what one wants to know of each at a glance. */
export function TargetTable({ targets, now }: { targets: readonly ListedTarget[]; now: string }) {
  const columns = [
    "Name",
    "State",
    { name: "People", isNumber: true },
    { name: "Groups", isNumber: true },
    { name: "Waiting", isNumber: true },
    { name: "Problems", isNumber: true },
    "Last run",
    "Next run",
  ];
  return (
    <DataTable caption="Targets" columns={columns}>
      {targets.map((target) => (
        <TargetRow key={target.id} target={target} now={now} />
      ))}
    </DataTable>
  );
}

function TargetRow({ target, now }: { target: ListedTarget; now: string }) {
  const { people, groups, jobs, problems, lastReconcile } = target.figures;
  const wrong = problems.invalid + problems.conflict + problems.refused + problems.failing;
  const base = `/targets/${target.id}`;
  return (
    <tr>
      <th scope="row" className="border-t border-line px-3 py-2 text-left align-top font-normal">
        <Link href={base} className="block min-w-36 no-underline [overflow-wrap:anywhere]">
          <span className="block font-medium">{target.name}</span>
          <span className="block text-muted">{target.product}</span>
        </Link>
      </th>
      <td className="min-w-44">
        <StandingBadge standing={target.standing} />
        <span className="block max-w-72 text-pretty text-muted [overflow-wrap:anywhere]">
          {target.standing.sentence}
        </span>
      </td>
      <td className="text-right tabular-nums">
        {people.linked.toLocaleString("en")}
        {people.deactivated === 0 ? null : (
          <span className="block whitespace-nowrap text-muted">
            and {people.deactivated.toLocaleString("en")} deactivated
          </span>
        )}
      </td>
      <td className="text-right tabular-nums">{groups.linked.toLocaleString("en")}</td>
      <td className="text-right tabular-nums">
        {jobs.total.toLocaleString("en")}
        {jobs.held === 0 ? null : (
          <span className="block whitespace-nowrap text-muted">{jobs.held.toLocaleString("en")} held</span>
        )}
      </td>
      <td className="text-right tabular-nums">
        {wrong === 0 ? (
          "0"
        ) : (
          <Link
            href={`${base}/resources?state=problems`}
            aria-label={`${count(wrong, "problem", "problems")} of ${target.name}`}
          >
            {wrong.toLocaleString("en")}
          </Link>
        )}
      </td>
      <td>
        {lastReconcile === undefined ? (
          "never"
        ) : (
          <Time value={(lastReconcile.finishedAt ?? lastReconcile.startedAt).toISOString()} now={now} />
        )}
      </td>
      <td>
        {target.state === "paused" || target.nextReconcileAt === undefined ? (
          <span className="whitespace-nowrap text-muted">once resumed</span>
        ) : target.nextReconcileAt.toISOString() <= now ? (
          "now"
        ) : (
          <Time value={target.nextReconcileAt.toISOString()} now={now} />
        )}
      </td>
    </tr>
  );
}
