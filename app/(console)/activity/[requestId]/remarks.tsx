import { Link } from "@/components/link";
import type { RequestView } from "@/lib/console/requests/view-request";
import { Section } from "./section";

/** The tolerances that a request needed, and the client's options that decided something about it. */
export function Remarks({ exchange }: { exchange: RequestView["exchange"] }) {
  const { leniencies, options, client } = exchange;
  if (leniencies.length + options.length === 0) return null;
  return (
    <Section title="How it was read">
      <ul className="list-disc space-y-1 pl-5 text-[0.8125rem] [overflow-wrap:anywhere] marker:text-muted">
        {leniencies.map(({ detail }) => (
          <li key={detail}>{detail.charAt(0).toUpperCase() + detail.slice(1)}</li>
        ))}
        {options.map(({ name, value }) => (
          <li key={name}>
            The option{" "}
            {client === undefined ? (
              <code>{name}</code>
            ) : (
              <Link href={`/scim-clients/${client.id}/options`}>{name}</Link>
            )}{" "}
            was {String(value)}
          </li>
        ))}
      </ul>
    </Section>
  );
}
