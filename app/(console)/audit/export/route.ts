import { findAccess } from "@/lib/console/access";
import { exportAuditLog } from "@/lib/console/audit-log";
import { refuseExport, streamFile } from "@/lib/console/export-file";
import { readAuditParams } from "../audit-search-params";

export const dynamic = "force-dynamic";

/** The acts that fit the filters of the address, as a file. */
export async function GET(request: Request): Promise<Response> {
  const admission = await findAccess("audit.read");
  if (admission.kind !== "admitted") return refuseExport(admission.kind);
  const params = Object.fromEntries(new URL(request.url).searchParams);
  const format = params.format === "ndjson" ? "ndjson" : "csv";
  return streamFile("audit-log", format, exportAuditLog(admission.access, readAuditParams(params).filter, format));
}
