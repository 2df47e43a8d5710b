import type { Metadata } from "next";
import { describeButton } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { PageHeading } from "@/components/page-heading";
import { Pager } from "@/components/pager";
import { requireAccess } from "@/lib/console/access";
import { viewAuditLog } from "@/lib/console/audit-log";
import { AuditFilterBar } from "./audit-filter-bar";
import { type AuditSearchParams, formatAuditAddress, readAuditParams } from "./audit-search-params";
import { AuditTable } from "./audit-table";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage({ searchParams }: { searchParams: Promise<AuditSearchParams> }) {
  const access = await requireAccess("audit.read");
  const { filter, position } = readAuditParams(await searchParams);
  const { entries, newer, older } = await viewAuditLog(access, filter, position);
  const isNarrowed = Object.keys(filter).length > 0;
  return (
    <>
      <PageHeading title="Audit log">
        What people did here, in the console and on the command line. What identity providers did is under Activity.
      </PageHeading>
      <AuditFilterBar filter={filter} />
      <div className="mt-4">
        {entries.length === 0 ? (
          <EmptyState title={isNarrowed ? "Nothing fits these filters" : "Nothing has been done yet"}>
            {isNarrowed ? (
              <a href="/audit">Show everything</a>
            ) : (
              "Every change of settings, clients and tokens appears here."
            )}
          </EmptyState>
        ) : (
          <AuditTable entries={entries} now={new Date().toISOString()} />
        )}
      </div>
      <Pager
        newer={newer === undefined ? undefined : formatAuditAddress("/audit", filter, { after: newer })}
        older={older === undefined ? undefined : formatAuditAddress("/audit", filter, { before: older })}
      />
      <p className="mt-4 flex flex-wrap gap-3">
        {(["csv", "ndjson"] as const).map((format) => (
          <a
            key={format}
            href={formatAuditAddress("/audit/export", filter, { format })}
            className={describeButton("plain", "small")}
            download
          >
            Export {format === "csv" ? "CSV" : "NDJSON"}
          </a>
        ))}
      </p>
    </>
  );
}
