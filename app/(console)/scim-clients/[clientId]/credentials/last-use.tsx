import { Time } from "@/components/time";
import type { LastUse } from "@/lib/console/credentials-page";

const shownAgentLength = 40;

/** When, from where and by what a credential was last used. */
export function LastUseCell({ lastUse, now }: { lastUse: LastUse | undefined; now: string }) {
  if (lastUse === undefined) return <span className="text-muted">never used</span>;
  const { at, address, agent } = lastUse;
  return (
    <>
      <Time value={at} now={now} />
      <span className="block text-muted">
        from {address ?? "an unknown address"}
        {agent === null ? "" : `, ${agent.slice(0, shownAgentLength)}`}
      </span>
    </>
  );
}
