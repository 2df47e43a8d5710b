import { CircleAlert, CircleCheck, CircleMinus, type LucideIcon } from "lucide-react";
import type { PlayedStep } from "@/lib/http/simulator";
import type { Run } from "./use-simulation";

const looks: Readonly<Record<PlayedStep["outcome"], { icon: LucideIcon; color: string; word: string }>> = {
  done: { icon: CircleCheck, color: "text-success", word: "done" },
  failed: { icon: CircleAlert, color: "text-danger", word: "failed" },
  skipped: { icon: CircleMinus, color: "text-muted", word: "left out" },
};

/** The requests of a run as they are answered. */
export function PlayedSteps({ run }: { run: Run }) {
  const { steps, isPlaying } = run;
  if (steps.length === 0) return null;
  const failed = steps.filter(({ outcome }) => outcome === "failed").length;
  return (
    <div className="mt-4">
      <p role="status" className="font-medium">
        {isPlaying
          ? `Request ${steps.length} …`
          : failed === 0
            ? `Played to the end: ${steps.length} requests, all answered as expected.`
            : `Played to the end: ${failed} of ${steps.length} requests failed.`}
      </p>
      <ol className="mt-2 space-y-1.5 text-[0.8125rem]">
        {steps.map(({ number, title, method, outcome, status, detail }) => {
          const { icon: Icon, color, word } = looks[outcome];
          return (
            <li key={number} className="flex gap-2">
              <Icon aria-hidden size={14} className={`mt-0.5 shrink-0 ${color}`} />
              <span className="min-w-0 break-words">
                {title}{" "}
                <span className="text-muted">
                  {method} {status ?? ""}
                  <span className={outcome === "done" ? "sr-only" : ""}> {word}</span>
                </span>
                {detail === undefined ? null : <span className="block text-muted">{detail}</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
