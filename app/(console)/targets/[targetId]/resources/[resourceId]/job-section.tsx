import { Link } from "@/components/link";
import { Fact, Facts, Section } from "@/components/section";
import { Time } from "@/components/time";
import type { ResourceView } from "@/lib/console/targets/resource-view";

const reasons: Readonly<Record<NonNullable<ResourceView["job"]>["reason"], string>> = {
  change: "It changed in Roster",
  reconcile: "A reconcile found a difference",
  plan: "A plan is being applied",
  hand: "Somebody asked for it",
  member: "A member or a group of its came to be there",
  scope: "The scope changed",
};

/** What waits to be done about a resource. */
export function JobSection({ job, state, now }: { job: ResourceView["job"]; state: "active" | "paused"; now: string }) {
  return (
    <Section title="What waits">
      {job === undefined ? (
        <p className="text-muted">Nothing.</p>
      ) : (
        <Facts>
          <Fact term="Why">
            {reasons[job.reason]}
            {job.requestId === undefined ? "" : ": "}
            {job.requestId === undefined ? null : <Link href={`/activity/${job.requestId}`}>the request</Link>}
          </Fact>
          <Fact term="Since">
            <Time value={job.queuedAt.toISOString()} now={now} />
          </Fact>
          <Fact term="Failed before">
            {job.attempts === 1 ? "Once" : job.attempts === 0 ? "Never" : `${job.attempts} times`}
          </Fact>
          <Fact term="Next try">
            {job.held ? (
              "Held by the breaker until somebody decides"
            ) : state === "paused" ? (
              "When the target is resumed"
            ) : job.runAt.toISOString() <= now ? (
              "Now"
            ) : (
              <Time value={job.runAt.toISOString()} now={now} absolute />
            )}
          </Fact>
        </Facts>
      )}
    </Section>
  );
}
