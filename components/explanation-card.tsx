import { CircleAlert, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { Card, CardTone } from "@/lib/explain/card";
import { CopyLine } from "./copy-line";
import { Link } from "./link";

const looks: Readonly<Record<CardTone, { icon: LucideIcon; color: string; border: string; word: string }>> = {
  info: { icon: Info, color: "text-accent", border: "border-line-strong", word: "Good to know" },
  warning: { icon: TriangleAlert, color: "text-warning", border: "border-warning", word: "Worth a look" },
  danger: { icon: CircleAlert, color: "text-danger", border: "border-danger", word: "To be mended" },
};

/** What is odd about a request or a client, why, and what to do: an icon and a word say how pressing it is. */
export function ExplanationCard({ card }: { card: Card }) {
  const { icon: Icon, color, border, word } = looks[card.tone];
  const headingId = `explanation-${card.number}`;
  return (
    <section aria-labelledby={headingId} className={`flex gap-2.5 rounded-md border px-3 py-3 ${border}`}>
      <Icon aria-hidden size={16} className={`mt-0.5 shrink-0 ${color}`} />
      <div className="min-w-0 grow space-y-2">
        <div>
          <p className={`text-[0.8125rem] font-medium ${color}`}>{word}</p>
          <h3 id={headingId} className="font-semibold text-pretty [overflow-wrap:anywhere]">
            {card.title}
          </h3>
        </div>
        <p className="text-pretty [overflow-wrap:anywhere]">{card.meaning}</p>
        {card.cause === undefined ? null : (
          <p className="text-muted text-pretty [overflow-wrap:anywhere]">Why: {card.cause}</p>
        )}
        <Steps steps={card.steps} />
        {card.copy === undefined ? null : <CopyLine text={card.copy.text} name={card.copy.name} />}
        {card.links.length === 0 ? null : (
          <ul className="flex flex-wrap gap-x-4 gap-y-1">
            {card.links.map(({ label, href }) => (
              <li key={href + label}>
                <Link href={href}>{label}</Link>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

/** One thing to do needs no number. */
function Steps({ steps }: { steps: readonly string[] }) {
  const [only, ...others] = steps;
  if (only === undefined) return null;
  if (others.length === 0) return <p className="text-pretty [overflow-wrap:anywhere]">{only}</p>;
  return (
    <ol className="list-decimal space-y-1 pl-5 marker:text-muted">
      {steps.map((step) => (
        <li key={step} className="text-pretty [overflow-wrap:anywhere]">
          {step}
        </li>
      ))}
    </ol>
  );
}
