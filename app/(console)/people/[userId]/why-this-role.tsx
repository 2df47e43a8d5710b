import { ArrowRight } from "lucide-react";
import { Link } from "@/components/link";
import { Section } from "@/components/section";
import { Time } from "@/components/time";
import type { RoleStory } from "@/lib/console/directory/role-story";

/** The chain from what was sent or chosen to the role. */
export function WhyThisRole({ story, now }: { story: RoleStory; now: string }) {
  const { chain, sentence, at, requestHref } = story;
  return (
    <Section title="Why this role">
      <ol className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {chain.map(({ name, href }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a chain never move, and may be alike.
          <li key={index} className="flex items-center gap-2">
            {index === 0 ? null : <ArrowRight aria-hidden size={14} className="shrink-0 text-muted" />}
            <span className="rounded-md border border-line px-2 py-0.5 [overflow-wrap:anywhere]">
              {href === undefined ? name : <Link href={href}>{name}</Link>}
            </span>
          </li>
        ))}
      </ol>
      <p className="mt-2 text-pretty text-muted">{sentence}</p>
      {at === undefined ? null : (
        <p className="mt-1 flex gap-3 text-[0.8125rem] text-muted">
          <Time value={at} now={now} />
          {requestHref === undefined ? null : <Link href={requestHref}>The request</Link>}
        </p>
      )}
    </Section>
  );
}
