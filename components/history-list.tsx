import type { DiffLine } from "@/lib/console/directory/describe-change";
import type { History, HistoryEntry, Linked, MembersShown } from "@/lib/console/directory/history";
import { describeButton } from "./button";
import { Link } from "./link";
import { Time } from "./time";

/** What happened, the latest first: who did what, when, and what was before and after. */
export function HistoryList({
  history,
  now,
  href,
}: {
  history: History;
  now: string;
  href: (before: string) => string;
}) {
  if (history.entries.length === 0) return <p className="text-muted">No change is kept from this time.</p>;
  return (
    <>
      <ol className="divide-y divide-line border-y border-line">
        {history.entries.map((entry) => (
          <Entry key={entry.id} entry={entry} now={now} />
        ))}
      </ol>
      {history.earlier === undefined ? null : (
        <p className="mt-3">
          <Link href={href(history.earlier)} className={describeButton("plain", "small")}>
            Earlier changes
          </Link>
        </p>
      )}
    </>
  );
}

function Entry({ entry, now }: { entry: HistoryEntry; now: string }) {
  const { at, actor, sentence, lines, added, removed, requestHref } = entry;
  return (
    <li className="py-2.5">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <p className="min-w-0 grow [overflow-wrap:anywhere]">
          <Name {...actor} /> {sentence}
        </p>
        <p className="flex gap-3 text-[0.8125rem] text-muted">
          {requestHref === undefined ? null : <Link href={requestHref}>Request</Link>}
          <Time value={at} now={now} />
        </p>
      </div>
      <Members word="Came" members={added} />
      <Members word="Left" members={removed} />
      {lines.length === 0 ? null : <Lines lines={lines} />}
    </li>
  );
}

function Name({ name, href }: Linked) {
  return href === undefined ? <span className="font-medium">{name}</span> : <Link href={href}>{name}</Link>;
}

function Members({ word, members: { named, more } }: { word: string; members: MembersShown }) {
  if (named.length === 0) return null;
  return (
    <p className="mt-1 text-[0.8125rem] [overflow-wrap:anywhere]">
      <span className="text-muted">{word}: </span>
      {named.map((member, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: people who were deleted share a name, and never move.
        <span key={index}>
          {index === 0 ? "" : ", "}
          <Name {...member} />
        </span>
      ))}
      {more > 0 ? ` and ${more.toLocaleString("en")} more` : ""}
    </p>
  );
}

const openedLines = 4;

function Lines({ lines }: { lines: readonly DiffLine[] }) {
  const table = (
    <ul className="mt-1 space-y-0.5 text-[0.8125rem]">
      {lines.map(({ name, before, after }) => (
        <li key={name} className="[overflow-wrap:anywhere]">
          <span className="text-muted">{name}: </span>
          {before.length === 0 ? null : (
            <del className="text-danger">
              <span className="sr-only">before </span>
              {before.join(", ")}
            </del>
          )}
          {before.length > 0 && after.length > 0 ? " → " : null}
          {after.length === 0 ? null : (
            <ins className="text-success no-underline">
              <span className="sr-only">after </span>
              {after.join(", ")}
            </ins>
          )}
        </li>
      ))}
    </ul>
  );
  if (lines.length <= openedLines) return table;
  return (
    <details className="mt-1">
      <summary className="cursor-pointer text-[0.8125rem] text-accent">{lines.length} attributes</summary>
      {table}
    </details>
  );
}
