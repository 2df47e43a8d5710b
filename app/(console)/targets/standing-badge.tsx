import { type BadgeTone, StatusBadge } from "@/components/status-badge";
import type { TargetStanding } from "@/lib/console/targets/standing";

const tones: Readonly<Record<TargetStanding["tone"], BadgeTone>> = {
  good: "success",
  info: "info",
  warning: "warning",
  danger: "danger",
  neutral: "neutral",
};

/** How a target does: icon, word and colour. */
export function StandingBadge({ standing: { tone, word } }: { standing: TargetStanding }) {
  const look = word === "Paused" ? "paused" : word === "Waiting" ? "waiting" : tones[tone];
  return <StatusBadge tone={look}>{word}</StatusBadge>;
}
