import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import { DataTable } from "@/components/data-table";
import { Time } from "@/components/time";
import type { ShownTarget } from "@/lib/console/targets/view-target";
import { CheckButton } from "./check-button";

type Finding = ShownTarget["findings"][number];

const looks: Readonly<Record<Finding["tone"], { icon: LucideIcon; color: string; word: string }>> = {
  good: { icon: CircleCheck, color: "text-success", word: "Good" },
  info: { icon: Info, color: "text-accent", word: "Worth knowing" },
  warning: { icon: TriangleAlert, color: "text-warning", word: "Warning" },
  danger: { icon: CircleAlert, color: "text-danger", word: "In the way" },
};
const order: readonly Finding["tone"][] = ["danger", "warning", "good", "info"];

type CapabilityCardProps = {
  target: Pick<ShownTarget, "id" | "findings" | "capabilities" | "preflightAt">;
  says: readonly string[];
  now: string;
};

/** What a target was found to be able to do, what Roster therefore does there, and why. */
export function CapabilityCard({ target, says, now }: CapabilityCardProps) {
  const { id, findings, capabilities, preflightAt } = target;
  const sorted = findings.toSorted((a, b) => order.indexOf(a.tone) - order.indexOf(b.tone));
  return (
    <div className="rounded-md border border-line px-4 py-3">
      {findings.length === 0 ? (
        <p className="text-muted">
          The target was not asked yet what it can do. A worker asks it before it sends anything.
        </p>
      ) : (
        <ul className="space-y-2">
          {sorted.map((finding) => (
            <FindingLine key={`${finding.subject} ${finding.sentence}`} finding={finding} />
          ))}
        </ul>
      )}
      {says.length === 0 ? null : (
        <>
          <h3 className="mt-4 font-medium">So Roster does this</h3>
          <ul className="mt-1 list-disc space-y-1 pl-5 text-pretty">
            {says.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
      {capabilities === undefined ? null : <Reasons capabilities={capabilities} />}
      <div className="mt-4 flex flex-wrap items-start gap-x-3 gap-y-2">
        <CheckButton id={id} />
        {preflightAt === undefined ? null : (
          <p className="pt-1.5 text-[0.8125rem] text-muted">
            Asked <Time value={preflightAt.toISOString()} now={now} />
          </p>
        )}
      </div>
    </div>
  );
}

function FindingLine({ finding: { tone, sentence, advice } }: { finding: Finding }) {
  const { icon: Icon, color, word } = looks[tone];
  return (
    <li className="flex gap-2.5">
      <Icon role="img" aria-label={word} size={16} className={`mt-0.5 shrink-0 ${color}`} />
      <span className="min-w-0 text-pretty [overflow-wrap:anywhere]">
        {sentence}
        {advice === undefined ? null : <span className="block text-muted">{advice}</span>}
      </span>
    </li>
  );
}

const names = {
  patch: "PATCH",
  putUsers: "PUT for people",
  bulk: "Bulk",
  filter: "Filter",
  etag: "Entity tags",
  changePassword: "Change of passwords",
  users: "People",
  groups: "Groups",
  membersListed: "Lists members of groups",
  valuePaths: "Value filters in paths",
  onlyActiveChanges: "Only active can change",
  memberType: "Type of members",
  membersPerPatch: "Members in one PATCH",
  pageSize: "Resources on a page",
  cursorPaging: "Lists by cursor",
} as const;

function Reasons({ capabilities }: { capabilities: NonNullable<ShownTarget["capabilities"]> }) {
  const known = Object.entries(names).flatMap(([key, name]) => {
    const capability = capabilities[key as keyof typeof names];
    return capability === undefined ? [] : [{ name, value: capability.value, reason: capability.reason }];
  });
  return (
    <details className="mt-4">
      <summary className="cursor-pointer font-medium">Each capability, and why Roster believes so</summary>
      <div className="mt-2">
        <DataTable caption="Capabilities" columns={["Capability", "Value", "Why"]}>
          {known.map(({ name, value, reason }) => (
            <tr key={name}>
              <td className="whitespace-nowrap">{name}</td>
              <td className="whitespace-nowrap">{describeValue(value)}</td>
              <td className="min-w-44">{reason}</td>
            </tr>
          ))}
        </DataTable>
        {capabilities.unsupported.length === 0 ? null : (
          <ul className="mt-3 list-disc space-y-1 pl-5 text-[0.8125rem]">
            {capabilities.unsupported.map(({ path, reason }) => (
              <li key={path} className="[overflow-wrap:anywhere]">
                <code className="font-mono">{path}</code>: {reason}
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}

function describeValue(
  value: boolean | number | { readonly supported: boolean; readonly maxOperations: number },
): string {
  if (typeof value === "number") return value.toLocaleString("en");
  if (typeof value === "boolean") return value ? "yes" : "no";
  return value.supported ? `yes, ${value.maxOperations.toLocaleString("en")} at once` : "no";
}
