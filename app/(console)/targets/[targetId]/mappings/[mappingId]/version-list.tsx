import { Section } from "@/components/section";
import { Time } from "@/components/time";
import type { ShownVersion } from "@/lib/console/targets/mapping-editor";
import { RevertButton } from "./revert-button";

type Props = {
  id: string;
  mappingId: string;
  name: string;
  targetName: string;
  current: number;
  versions: readonly ShownVersion[];
  now: string;
};

const looks = {
  same: { sign: " ", look: "text-muted", word: "" },
  gone: { sign: "−", look: "text-danger", word: "removed: " },
  come: { sign: "+", look: "text-success", word: "added: " },
} as const;

/** What a mapping was, by whom it was changed, and the way back. */
export function VersionList({ id, mappingId, name, targetName, current, versions, now }: Props) {
  return (
    <div className="mt-8">
      <Section
        title="Versions"
        note="Each with what it changed. Going back makes a new version, so that nothing is lost."
      >
        <ol className="divide-y divide-line border-y border-line">
          {versions.map((version) => (
            <li key={version.version} className="flex flex-wrap items-start gap-x-4 gap-y-2 py-2">
              <div className="min-w-0 grow basis-64">
                <p className="[overflow-wrap:anywhere]">
                  <span className="font-medium">Version {version.version}</span> by {version.by},{" "}
                  <Time value={version.at.toISOString()} now={now} />
                  {version.enabled ? "" : ", off"}
                  {version.name === name ? "" : `, named ${version.name}`}
                </p>
                <details className="mt-1">
                  <summary className="cursor-pointer text-[0.8125rem] text-muted">
                    {version.isFirst ? "How it began" : describe(version)}
                    <span className="sr-only"> (version {version.version})</span>
                  </summary>
                  <Lines version={version} />
                </details>
              </div>
              {version.version === current ? (
                <span className="text-muted">Now</span>
              ) : (
                <RevertButton
                  id={id}
                  mappingId={mappingId}
                  version={version.version}
                  name={name}
                  targetName={targetName}
                />
              )}
            </li>
          ))}
        </ol>
      </Section>
    </div>
  );
}

function describe({ lines }: ShownVersion): string {
  const changed = lines.filter(({ kind }) => kind !== "same").length;
  return changed === 0 ? "The same expression" : `${changed} ${changed === 1 ? "line" : "lines"} of difference`;
}

function Lines({ version: { lines, isFirst, version } }: { version: ShownVersion }) {
  const shown = isFirst ? lines.filter(({ kind }) => kind !== "gone") : lines;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section aria-label={`Version ${version}`} tabIndex={0} className="mt-1 overflow-x-auto rounded-md bg-surface p-3">
      <pre className="font-mono text-xs">
        {shown.map(({ kind, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a version never move.
          <span key={index} className={`block ${isFirst ? "" : looks[kind].look}`}>
            {isFirst ? null : <span aria-hidden>{looks[kind].sign} </span>}
            {isFirst ? null : <span className="sr-only">{looks[kind].word}</span>}
            {text === "" ? " " : text}
          </span>
        ))}
      </pre>
    </section>
  );
}
