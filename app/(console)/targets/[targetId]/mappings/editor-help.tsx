import type { EditorHelp } from "@/lib/console/targets/mapping-editor";

/** What may be named and called in a mapping, folded away. */
export function EditorHelpSection({ help: { rules, variables, functions } }: { help: EditorHelp }) {
  return (
    <details className="mt-8 rounded-md border border-line px-4 py-3">
      <summary className="cursor-pointer font-medium">Help: variables and functions</summary>
      <ul className="mt-3 list-disc space-y-1 pl-5 text-pretty marker:text-muted">
        {rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      <Entries title="Variables" entries={variables} />
      <Entries title="Functions" entries={functions} />
    </details>
  );
}

function Entries({ title, entries }: { title: string; entries: EditorHelp["variables"] }) {
  return (
    <>
      <h3 className="mt-4 font-medium">{title}</h3>
      <dl className="mt-1 divide-y divide-line border-y border-line text-[0.8125rem]">
        {entries.map(({ name, example, description }) => (
          <div key={name} className="gap-x-4 py-1.5 sm:flex">
            <dt className="shrink-0 font-mono sm:w-40">{name}</dt>
            <dd className="min-w-0">
              <span className="text-pretty">{description}</span>
              <code className="block font-mono text-xs text-muted [overflow-wrap:anywhere]">{example}</code>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
