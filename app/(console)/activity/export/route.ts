import { findAccess } from "@/lib/console/access";
import { refuseExport, streamFile } from "@/lib/console/export-file";
import { readActivityQuery } from "@/lib/console/requests/activity-query";
import { exportRequests } from "@/lib/console/requests/export-requests";

export const dynamic = "force-dynamic";

/** The requests that fit the filters of the address, as a file. */
export async function GET(request: Request): Promise<Response> {
  const admission = await findAccess("requests.export");
  if (admission.kind !== "admitted") return refuseExport(admission.kind);
  const params = Object.fromEntries(new URL(request.url).searchParams);
  const format = params.format === "ndjson" ? "ndjson" : "csv";
  const pieces = exportRequests(admission.access, readActivityQuery(params), format, new Date());
  return streamFile("requests", format, pieces);
}
