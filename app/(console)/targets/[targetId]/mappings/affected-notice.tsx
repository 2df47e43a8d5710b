import { Notice } from "@/components/notice";
import type { Result } from "@/lib/console/result";
import type { AffectedCount } from "@/lib/console/targets/mapping-editor";
import { count } from "../../count";

/** For how many people or groups a save would send something else, and of how many that was tried. */
export function AffectedNotice({
  affected,
  kind,
}: {
  affected: Result<AffectedCount> | undefined;
  kind: "person" | "group";
}) {
  if (affected === undefined) return null;
  if (!affected.ok) return <Notice tone="warning">{affected.message}</Notice>;
  const { looked, isWhole, changed, invalid, repaired, examples } = affected.value;
  const tell = (number: number) =>
    kind === "person" ? count(number, "person", "people") : count(number, "group", "groups");
  const of = isWhole ? `of ${tell(looked)}` : `of the first ${tell(looked)}, for which it was tried`;
  return (
    <Notice tone={invalid > 0 ? "danger" : "info"}>
      <p className="text-pretty">
        Saving sends something else for {tell(changed + repaired)}, {of}.
        {invalid > 0 ? ` Nothing could be sent any more for ${tell(invalid)}.` : ""}
      </p>
      {examples.length === 0 ? null : (
        <details className="mt-1">
          <summary className="cursor-pointer text-[0.8125rem] text-muted">For example</summary>
          <ul className="mt-1 text-[0.8125rem]">
            {examples.map(({ id, label, kind: what, detail }) => (
              <li key={id} className="[overflow-wrap:anywhere]">
                {label}
                {what === "invalid" ? `: ${detail ?? "not valid"}` : what === "repaired" ? ": valid again" : ""}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Notice>
  );
}
