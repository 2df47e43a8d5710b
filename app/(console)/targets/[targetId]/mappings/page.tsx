import type { Metadata } from "next";
import { describeButton } from "@/components/button";
import { DataTable } from "@/components/data-table";
import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";
import { Section } from "@/components/section";
import { StatusBadge } from "@/components/status-badge";
import { Time } from "@/components/time";
import { requireAccess } from "@/lib/console/access";
import { openTarget } from "@/lib/console/targets/open-target";
import { type ShownTarget, viewTarget } from "@/lib/console/targets/view-target";

export const metadata: Metadata = { title: "Property mappings of a target" };

export default async function MappingsPage({ params }: { params: Promise<{ targetId: string }> }) {
  const access = await requireAccess("targets.read");
  const target = await viewTarget(access.database, await openTarget(access, (await params).targetId));
  const path = `/targets/${target.id}/mappings`;
  const now = new Date().toISOString();
  return (
    <>
      <p className="max-w-prose text-pretty text-muted">
        Mappings say what {target.name} is sent of each person and group. All that are enabled run in the order of their
        names, and what they yield is put together.
      </p>
      <div className="mt-6 space-y-8">
        {(["User", "Group"] as const).map((type) => (
          <Section
            key={type}
            title={type === "User" ? "People" : "Groups"}
            aside={
              <Link href={`${path}/new?type=${type}`} className={describeButton("plain", "small")}>
                Add a mapping for {type === "User" ? "people" : "groups"}
              </Link>
            }
          >
            <MappingTable
              mappings={target.mappings.filter(({ resourceType }) => resourceType === type)}
              type={type}
              path={path}
              now={now}
            />
          </Section>
        ))}
      </div>
    </>
  );
}

type TableProps = { mappings: ShownTarget["mappings"]; type: "User" | "Group"; path: string; now: string };

function MappingTable({ mappings, type, path, now }: TableProps) {
  const people = type === "User" ? "people" : "groups";
  if (mappings.length === 0) {
    return (
      <EmptyState title={`There is no mapping for ${people}`}>Without one nothing can be sent of them.</EmptyState>
    );
  }
  return (
    <DataTable
      caption={`Mappings for ${people}`}
      columns={[
        { name: "Order", isNumber: true },
        "Name",
        "State",
        "Expression",
        { name: "Version", isNumber: true },
        "Changed",
      ]}
    >
      {mappings.map(({ id, name, enabled, expression, version, changed }, index) => (
        <tr key={id} className="hover:bg-surface">
          <td className="text-right tabular-nums">{index + 1}</td>
          <td className="min-w-40 [overflow-wrap:anywhere]">
            <Link href={`${path}/${id}`}>{name}</Link>
          </td>
          <td>
            <StatusBadge tone={enabled ? "success" : "neutral"}>{enabled ? "Enabled" : "Off"}</StatusBadge>
          </td>
          <td className="min-w-64 max-w-96">
            <code className="line-clamp-2 font-mono text-xs [overflow-wrap:anywhere]">{expression}</code>
          </td>
          <td className="text-right tabular-nums">{version}</td>
          <td>
            <Time value={changed.toISOString()} now={now} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
