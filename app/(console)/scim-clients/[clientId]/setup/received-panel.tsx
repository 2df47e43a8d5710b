import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";
import { StatusBadge } from "@/components/status-badge";
import { Time } from "@/components/time";
import type { ReceivedView, SetupView } from "@/lib/console/client-setup/setup-view";
import type { Liveness } from "./use-live-view";

const livenessWords: Readonly<Record<Liveness, string>> = {
  live: "Live: new requests appear at once.",
  polling: "Looked at again every 3 seconds.",
  connecting: "As of when this page was loaded.",
};

/** What has been received last, each request with what it did or why it was refused. */
export function ReceivedPanel({ view, liveness }: { view: SetupView; liveness: Liveness }) {
  const { received, now, product, rhythm, lastReceivedAt, nextExpectedAt } = view;
  return (
    <section aria-labelledby="received-title">
      <h2 id="received-title" className="text-base font-semibold">
        What we have received
      </h2>
      <p className="text-[0.8125rem] text-muted">{livenessWords[liveness]}</p>
      <div className="mt-3" aria-live="polite">
        {received.length === 0 ? (
          <EmptyState title="Nothing yet">
            Requests appear here as they come, each with what it did, also those that are refused.
          </EmptyState>
        ) : (
          <ol className="divide-y divide-line border-y border-line">
            {received.map((request) => (
              <ReceivedRow key={request.id} request={request} now={now} />
            ))}
          </ol>
        )}
      </div>
      <p className="mt-3 text-[0.8125rem] text-muted text-pretty">
        {lastReceivedAt === undefined ? null : (
          <>
            {product} last called <Time value={lastReceivedAt} now={now} />.{" "}
          </>
        )}
        {nextExpectedAt === undefined ? null : <NextCycle at={nextExpectedAt} now={now} />}
        {rhythm}
      </p>
    </section>
  );
}

function ReceivedRow({ request, now }: { request: ReceivedView; now: string }) {
  const { at, sentence, tone, status, href } = request;
  return (
    <li className="py-2">
      <p className="text-[0.8125rem] break-words">
        {href === undefined ? sentence : <Link href={href}>{sentence}</Link>}
      </p>
      <p className="mt-0.5 flex flex-wrap gap-x-3 text-[0.8125rem] text-muted">
        <StatusBadge tone={tone}>{String(status)}</StatusBadge>
        <Time value={at} now={now} />
      </p>
    </li>
  );
}

/** Silence until then is no fault. */
function NextCycle({ at, now }: { at: string; now: string }) {
  return Date.parse(at) > Date.parse(now) ? (
    <>
      The next cycle is expected <Time value={at} now={now} />.{" "}
    </>
  ) : null;
}
