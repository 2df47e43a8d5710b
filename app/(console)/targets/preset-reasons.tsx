import type { TargetPresetChoice } from "@/lib/console/targets/option-fields";

/** What a preset does differently, each with why the product needs it. */
export function PresetReasons({ reasons }: Pick<TargetPresetChoice, "reasons">) {
  if (reasons.length === 0) return null;
  return (
    <details className="rounded-md border border-line px-4 py-3">
      <summary className="cursor-pointer font-medium">What is set up for it, and why ({reasons.length})</summary>
      <ul className="mt-3 list-disc space-y-1 pl-5 text-[0.8125rem] text-pretty">
        {reasons.map(({ option, title, reason }) => (
          <li key={option}>
            <span className="font-medium">{title}:</span> {reason}
          </li>
        ))}
      </ul>
    </details>
  );
}
