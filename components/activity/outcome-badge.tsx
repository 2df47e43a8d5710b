import { CircleAlert, CircleCheck, CircleSlash, Equal, Eye, type LucideIcon } from "lucide-react";
import type { RequestOutcome } from "@/lib/explain/logged-exchange";

const looks: Readonly<Record<RequestOutcome, { icon: LucideIcon; color: string; word: string }>> = {
  changed: { icon: CircleCheck, color: "text-success", word: "Changed" },
  unchanged: { icon: Equal, color: "text-muted", word: "Unchanged" },
  read: { icon: Eye, color: "text-muted", word: "Read" },
  refused: { icon: CircleSlash, color: "text-warning", word: "Refused" },
  failed: { icon: CircleAlert, color: "text-danger", word: "Failed" },
};

/** How a request ended: icon, word and colour. */
export function OutcomeBadge({ outcome }: { outcome: RequestOutcome }) {
  const { icon: Icon, color, word } = looks[outcome];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden size={14} className={`shrink-0 ${color}`} />
      {word}
    </span>
  );
}
