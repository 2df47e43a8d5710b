import { Check, Circle, CircleCheck, CircleDashed, type LucideIcon, TriangleAlert } from "lucide-react";
import { Link } from "@/components/link";
import type { SetupPlace, StepStateView, StepView } from "@/lib/console/client-setup/setup-view";

type StepRailProps = { steps: readonly StepView[]; shownId: string; place: SetupPlace; clientId: string };

const looks: Readonly<Record<StepStateView["kind"], { icon: LucideIcon; color: string; word: string }>> = {
  todo: { icon: Circle, color: "text-muted", word: "to do" },
  waiting: { icon: CircleDashed, color: "text-accent", word: "waiting for a request" },
  done: { icon: Check, color: "text-success", word: "done" },
  seen: { icon: CircleCheck, color: "text-success", word: "seen" },
  problem: { icon: TriangleAlert, color: "text-danger", word: "needs a look" },
};

/** The numbered steps, each with how far it is. */
export function StepRail({ steps, shownId, place, clientId }: StepRailProps) {
  return (
    <nav aria-label="Steps">
      <ol className="space-y-0.5">
        {steps.map(({ id, number, title, isOptional, state }) => {
          const { icon: Icon, color, word } = looks[state.kind];
          const query = new URLSearchParams({ step: id, ...(place === "sandbox" ? { place } : {}) });
          return (
            <li key={id}>
              <Link
                href={`/scim-clients/${clientId}/setup?${query}`}
                scroll={false}
                aria-current={id === shownId ? "step" : undefined}
                className="flex items-start gap-2.5 rounded-md px-2.5 py-2 text-text no-underline hover:bg-surface aria-[current=step]:bg-line"
              >
                <Icon aria-hidden size={16} className={`mt-0.5 shrink-0 ${color}`} />
                <span className="min-w-0">
                  <span className="block font-medium">
                    {number}. {title}
                  </span>
                  <span className="block text-[0.8125rem] text-muted">
                    {word}
                    {isOptional && (state.kind === "todo" || state.kind === "waiting") ? ", if you need it" : ""}
                  </span>
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
