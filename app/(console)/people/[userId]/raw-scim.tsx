import { Button } from "@/components/button";
import { CopyButton } from "@/components/copy-button";
import { SelectField } from "@/components/select-field";
import type { ClientName } from "@/lib/console/directory/client-names";
import type { RawResource } from "@/lib/console/directory/raw-scim";

type Props = { raw: RawResource; clients: readonly ClientName[]; isOpen: boolean };

/** What a SCIM client would read of the person, folded away. */
export function RawScim({ raw, clients, isOpen }: Props) {
  return (
    <details open={isOpen} className="rounded-md border border-line px-4 py-3">
      <summary className="cursor-pointer font-medium">Raw SCIM</summary>
      <p className="mt-2 text-pretty text-muted">
        What a GET of this person answers. It differs between SCIM clients: each has its own externalId and options.
      </p>
      {clients.length > 1 ? (
        <form method="get" className="mt-3 flex flex-wrap items-end gap-3">
          <SelectField
            name="client"
            label="As read by"
            defaultValue={raw.clientId}
            options={clients.map(({ id, name }) => ({ value: id, name }))}
          />
          <Button type="submit">Show</Button>
        </form>
      ) : null}
      <div className="mt-3 flex flex-wrap items-center justify-between gap-2">
        <code className="font-mono text-[0.8125rem] [overflow-wrap:anywhere]">GET {raw.path}</code>
        <CopyButton text={raw.json} label="Copy" name="the resource" size="small" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1). */}
      <section aria-label="Resource" tabIndex={0} className="mt-2 max-h-96 overflow-auto rounded-md bg-surface p-3">
        <pre className="font-mono text-xs">{raw.json}</pre>
      </section>
    </details>
  );
}
