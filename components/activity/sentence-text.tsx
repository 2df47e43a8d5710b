import type { LinkTarget, Sentence } from "@/lib/explain/sentence";
import { Link } from "../link";

const places: Readonly<Record<LinkTarget["kind"], string>> = {
  user: "/people",
  group: "/groups",
  scimClient: "/scim-clients",
};
const longestName = 80;

/**
 * A sentence about a request; whom it names is linked, and what follows the sentence proper is muted. `isHeading`: all of it
 * has the weight of what is around it.
 */
export function SentenceText({ sentence, isHeading = false }: { sentence: Sentence; isHeading?: boolean }) {
  const weight = isHeading ? "" : "font-medium";
  return (
    <span className="[overflow-wrap:anywhere]">
      {sentence.map(({ role, text, target }, index) => {
        const shown = text.length > longestName ? `${text.slice(0, longestName)}…` : text;
        // The parts of a sentence never move.
        const key = index;
        if (target !== undefined && role !== "subject") {
          return (
            <Link key={key} href={`${places[target.kind]}/${target.id}`} className={weight}>
              {shown}
            </Link>
          );
        }
        const look = role === "detail" ? "text-muted" : role === "verb" ? "" : weight;
        return (
          <span key={key} className={look}>
            {role === "detail" ? text : shown}
          </span>
        );
      })}
    </span>
  );
}
