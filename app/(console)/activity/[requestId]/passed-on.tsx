import { AttemptTable } from "@/components/attempt-table";
import { Link } from "@/components/link";
import type { PassedOn } from "@/lib/console/targets/passed-on";
import { Section } from "./section";

type Props = { passedOn: PassedOn; resourceId: string | undefined; now: string };

/** What a request led to at targets; nothing where it led to nothing. */
export function PassedOnSection({ passedOn: { attempts, hasMore, waiting }, resourceId, now }: Props) {
  if (attempts.length + waiting.length === 0) return null;
  return (
    <Section title="Passed on to">
      {waiting.length === 0 ? null : (
        <p className="mb-3">
          It waits to be passed on to{" "}
          {waiting.map(({ targetId, targetName }, index) => (
            <span key={targetId}>
              {index === 0 ? "" : ", "}
              <Link href={`/targets/${targetId}/resources/${resourceId ?? ""}`}>{targetName}</Link>
            </span>
          ))}
          .
        </p>
      )}
      {attempts.length === 0 ? null : <AttemptTable attempts={attempts} now={now} hides={["request", "run"]} />}
      {hasMore ? <p className="mt-2 text-muted">There are more, which are not shown here.</p> : null}
    </Section>
  );
}
