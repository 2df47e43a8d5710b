import type { JsonValue } from "@/lib/scim/json";

/** Long lists are folded at first, so that the rest can be seen. */
const mostOpen = 20;
const mostShown = 200;

/** A body as JSON that can be folded. `name` tells screen readers which body it is. */
export function JsonTree({ name, value }: { name: string; value: JsonValue }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section aria-label={name} tabIndex={0} className="overflow-x-auto rounded-md border border-line bg-surface p-3">
      <div className="min-w-max font-mono text-[0.8125rem]/5">
        <Node value={value} depth={0} />
      </div>
    </section>
  );
}

function Node({ name, value, depth }: { name?: string; value: JsonValue; depth: number }) {
  const label = name === undefined ? null : <span className="text-muted">{`${JSON.stringify(name)}: `}</span>;
  if (typeof value !== "object" || value === null) {
    return (
      <div className="whitespace-pre-wrap [overflow-wrap:anywhere]">
        {label}
        {JSON.stringify(value)}
      </div>
    );
  }
  const isList = Array.isArray(value);
  const entries: readonly (readonly [string | undefined, JsonValue])[] = isList
    ? value.map((element) => [undefined, element] as const)
    : Object.entries(value).flatMap(([key, member]) => (member === undefined ? [] : [[key, member] as const]));
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) {
    return (
      <div>
        {label}
        {open}
        {close}
      </div>
    );
  }
  const words = isList ? (entries.length === 1 ? "element" : "elements") : entries.length === 1 ? "member" : "members";
  return (
    <details open={depth === 0 || (depth < 4 && entries.length <= mostOpen)} className="group">
      <summary className="cursor-pointer">
        {label}
        {open}
        <span className="text-muted group-open:hidden">{` ${entries.length} ${words} ${close}`}</span>
      </summary>
      <div className="border-l border-line pl-4">
        {entries.slice(0, mostShown).map(([key, member], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a logged body never changes.
          <Node key={index} value={member} depth={depth + 1} {...(key === undefined ? {} : { name: key })} />
        ))}
        {entries.length > mostShown ? (
          <p className="text-muted">{`and ${entries.length - mostShown} more ${words}, which the NDJSON export has`}</p>
        ) : null}
      </div>
      <div>{close}</div>
    </details>
  );
}
