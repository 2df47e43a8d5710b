import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

export type Tone = "info" | "success" | "warning" | "danger";

const looks: Readonly<Record<Tone, { icon: LucideIcon; color: string; border: string }>> = {
  info: { icon: Info, color: "text-accent", border: "border-line-strong" },
  success: { icon: CircleCheck, color: "text-success", border: "border-success" },
  warning: { icon: TriangleAlert, color: "text-warning", border: "border-warning" },
  danger: { icon: CircleAlert, color: "text-danger", border: "border-danger" },
};

/** Something worth knowing, with an icon so that colour is never the only sign. `isAlert`: read out at once. */
export function Notice({ tone, isAlert = false, children }: { tone: Tone; isAlert?: boolean; children: ReactNode }) {
  const { icon: Icon, color, border } = looks[tone];
  return (
    <div role={isAlert ? "alert" : undefined} className={`flex gap-2.5 rounded-md border px-3 py-2.5 ${border}`}>
      <Icon aria-hidden size={16} className={`mt-0.5 shrink-0 ${color}`} />
      <div className="min-w-0 grow">{children}</div>
    </div>
  );
}
