import type { ReactNode } from "react";
import { formatDuration } from "@/components/activity/activity-table";
import { OutcomeBadge } from "@/components/activity/outcome-badge";
import { CopyButton } from "@/components/copy-button";
import { Link } from "@/components/link";
import { Time } from "@/components/time";
import type { RequestView } from "@/lib/console/requests/view-request";

/** When a request came, from whom, and how it ended. */
export function Facts({ exchange, now }: { exchange: RequestView["exchange"]; now: string }) {
  const { at, outcome, status, scimType, durationMs, client, token, remoteAddress, userAgent, id } = exchange;
  const words = scimType === undefined ? String(status) : `${status} ${scimType}`;
  return (
    <dl className="mt-4 grid gap-x-6 gap-y-3 text-[0.8125rem] sm:grid-cols-2 lg:grid-cols-4">
      <Fact name="Outcome">
        <OutcomeBadge outcome={outcome} />
      </Fact>
      <Fact name="Answer">
        <span className="tabular-nums">{words}</span>, in {formatDuration(durationMs)}
      </Fact>
      <Fact name="Time">
        <Time value={at.toISOString()} now={now} absolute />
      </Fact>
      <Fact name="SCIM client">
        {client === undefined ? "Not known" : <Link href={`/scim-clients/${client.id}`}>{client.name}</Link>}
      </Fact>
      <Fact name="Access token">{token === undefined ? "Not known" : `ends in ${token.lastFour}`}</Fact>
      <Fact name="Address">{remoteAddress ?? "Not known"}</Fact>
      <Fact name="Program">
        {userAgent === undefined || userAgent.trim() === "" ? "It sent no User-Agent" : userAgent}
      </Fact>
      <Fact name="Request id">
        <code className="block font-mono text-xs">{id}</code>
        <span className="mt-1 block">
          <CopyButton text={id} label="Copy" name="the request id" size="small" />
        </span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted">{name}</dt>
      <dd className="mt-0.5 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
