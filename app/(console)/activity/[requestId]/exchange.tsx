import { JsonTree } from "@/components/activity/json-tree";
import { CopyButton } from "@/components/copy-button";
import type { RequestView } from "@/lib/console/requests/view-request";
import { Section } from "./section";

/** What was sent and answered, without secrets. */
export function Exchange({ exchange, curl }: { exchange: RequestView["exchange"]; curl: string }) {
  const { method, path, requestBody, responseBody, status, detail } = exchange;
  return (
    <>
      <Section title="Request">
        <p className="mb-3 flex flex-wrap items-center gap-3">
          <code className="font-mono text-[0.8125rem] [overflow-wrap:anywhere]">
            {method} {path}
          </code>
          <CopyButton text={curl} label="Copy as curl" size="small" />
        </p>
        {requestBody === undefined ? (
          <p className="text-[0.8125rem] text-muted">{describeMissing(method)}</p>
        ) : (
          <JsonTree name="Body of the request" value={requestBody} />
        )}
      </Section>
      <Section title="Response">
        <p className="mb-3 text-[0.8125rem] tabular-nums">Status {status}</p>
        {detail === undefined ? null : <p className="mb-3 [overflow-wrap:anywhere]">{detail}</p>}
        {responseBody === undefined ? (
          detail === undefined ? (
            <p className="text-[0.8125rem] text-muted">Its body was empty, or is not kept any more.</p>
          ) : null
        ) : (
          <JsonTree name="Body of the response" value={responseBody} />
        )}
      </Section>
    </>
  );
}

function describeMissing(method: string): string {
  return method === "GET" || method === "HEAD" || method === "DELETE"
    ? "It had no body."
    : "Its body was not read, or is not kept any more.";
}
