import { JsonTree } from "@/components/activity/json-tree";
import { Section } from "@/components/section";
import { Time } from "@/components/time";
import type { ResourceView } from "@/lib/console/targets/resource-view";

/** The last request about a resource and its answer, without secrets. */
export function ExchangeSection({ last, now }: { last: ResourceView["last"]; now: string }) {
  const exchange = last?.exchange;
  return (
    <Section
      title="The last exchange"
      note="What Roster sent and the target answered. Credentials and passwords are taken out."
    >
      {exchange === undefined ? (
        <p className="text-muted">Nothing was sent yet, or it is not kept any more.</p>
      ) : (
        <div className="space-y-3">
          <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-[0.8125rem]">
            <code className="font-mono [overflow-wrap:anywhere]">
              {exchange.method} {exchange.path}
            </code>
            <span className="tabular-nums">
              {exchange.status === undefined ? "No answer" : `Status ${exchange.status}`} in{" "}
              {Math.round(exchange.durationMs)} ms
            </span>
            <Time value={exchange.at.toISOString()} now={now} />
          </p>
          {exchange.requestBody === undefined ? (
            <p className="text-[0.8125rem] text-muted">The request had no body.</p>
          ) : (
            <JsonTree name="Body of the request" value={exchange.requestBody} />
          )}
          {exchange.responseBody === undefined ? (
            <p className="text-[0.8125rem] text-muted">The answer had no body.</p>
          ) : (
            <JsonTree name="Body of the answer" value={exchange.responseBody} />
          )}
        </div>
      )}
    </Section>
  );
}
