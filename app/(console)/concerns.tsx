import { Link } from "@/components/link";
import { Notice } from "@/components/notice";
import type { Concern } from "@/lib/console/list-concerns";

type ConcernsProps = {
  concerns: readonly Concern[];
  /** What is said when there are none. */
  calm?: string;
};

/** What needs attention first, each with the one thing to do. */
export function Concerns({ concerns, calm = "Nothing does. Every identity provider comes as usual." }: ConcernsProps) {
  return (
    <section aria-labelledby="concerns" className="mt-6">
      <h2 id="concerns" className="mb-3 text-base font-semibold">
        Needs attention
      </h2>
      {concerns.length === 0 ? (
        <Notice tone="success">{calm}</Notice>
      ) : (
        <ul className="space-y-2">
          {concerns.map(({ tone, sentence, action }) => (
            <li key={sentence}>
              <Notice tone={tone}>
                <span className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
                  <span className="min-w-0 [overflow-wrap:anywhere]">{sentence}</span>
                  <Link href={action.href} className="shrink-0">
                    {action.name}
                  </Link>
                </span>
              </Notice>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
