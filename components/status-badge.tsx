import {
  Circle,
  CircleAlert,
  CircleCheck,
  CirclePause,
  Clock,
  Info,
  type LucideIcon,
  TriangleAlert,
} from "lucide-react";

export type BadgeTone = "neutral" | "success" | "warning" | "danger" | "info" | "waiting" | "paused";

const looks: Readonly<Record<BadgeTone, { icon: LucideIcon; color: string }>> = {
  neutral: { icon: Circle, color: "text-muted" },
  success: { icon: CircleCheck, color: "text-success" },
  warning: { icon: TriangleAlert, color: "text-warning" },
  danger: { icon: CircleAlert, color: "text-danger" },
  info: { icon: Info, color: "text-accent" },
  waiting: { icon: Clock, color: "text-muted" },
  paused: { icon: CirclePause, color: "text-warning" },
};

/** A state: icon, word and colour. */
export function StatusBadge({ tone, children }: { tone: BadgeTone; children: string }) {
  const { icon: Icon, color } = looks[tone];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <Icon aria-hidden size={14} className={`shrink-0 ${color}`} />
      {children}
    </span>
  );
}
