import { Link } from "@/components/link";
import { Notice } from "@/components/notice";
import type { RunPage } from "@/lib/console/targets/run-page";
import { count } from "../../../count";

type Props = { run: RunPage["run"]; targetName: string; path: string };

/** What about a run needs an explanation. */
export function RunNotes({ run, targetName, path }: Props) {
  const { stale, outcomes, planned, kind, state } = run;
  return (
    <div className="mt-4 space-y-2 empty:hidden">
      {stale > 0 ? (
        <Notice tone="warning">
          {count(stale, "row was", "rows were")} left as they are, because they changed after the plan was made, here or
          at {targetName}: what is done is exactly what was looked at, or nothing.{" "}
          <Link href={`${path}?show=items&state=stale`}>See which</Link>
        </Notice>
      ) : null}
      {outcomes.held > 0 ? (
        <Notice tone="danger">
          {count(outcomes.held, "deprovision is", "deprovisions are")} held: more than the breaker lets pass at once.
          Somebody has to decide. <Link href={`${path}?show=items&state=held`}>See whom</Link>
        </Notice>
      ) : null}
      {kind === "plan" && state === "done" && planned.conflict > 0 ? (
        <Notice tone="info">
          {count(planned.conflict, "resource is", "resources are")} at {targetName} already, without a link to Roster. A
          single match is linked and brought up to date; where there are several, somebody has to say which it is.{" "}
          <Link href={`${path}?operation=conflict`}>See them</Link>
        </Notice>
      ) : null}
    </div>
  );
}
