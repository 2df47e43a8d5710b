import { Check, type LucideIcon, Minus, X } from "lucide-react";
import type { TraceLine } from "@/lib/console/requests/trace-words";

const looks: Readonly<Record<TraceLine["outcome"], { icon: LucideIcon; color: string; word: string }>> = {
  pass: { icon: Check, color: "text-success", word: "Passed" },
  fail: { icon: X, color: "text-danger", word: "Failed" },
  skip: { icon: Minus, color: "text-muted", word: "Not asked" },
};

/** The checks that a request passed before its operation, in their order. */
export function TraceList({ lines }: { lines: readonly TraceLine[] }) {
  return (
    <ol className="divide-y divide-line rounded-md border border-line text-[0.8125rem]">
      {lines.map(({ step, outcome, words, expected, received }) => {
        const { icon: Icon, color, word } = looks[outcome];
        // What was expected was found: that needs no words.
        const isPlain = outcome === "pass" && expected !== undefined;
        const findings = isPlain
          ? []
          : [
              ...(expected === undefined ? [] : [`expected: ${expected}`]),
              ...(received === undefined ? [] : [`received: ${received}`]),
            ];
        return (
          <li key={step} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 px-3 py-1.5">
            <span className="inline-flex w-24 shrink-0 items-center gap-1.5">
              <Icon aria-hidden size={14} className={`shrink-0 ${color}`} />
              <span className={outcome === "skip" ? "text-muted" : ""}>{word}</span>
            </span>
            <span className={outcome === "skip" ? "text-muted" : ""}>{words}</span>
            {findings.length === 0 ? null : (
              <span className="text-muted [overflow-wrap:anywhere]">{findings.join(", ")}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
