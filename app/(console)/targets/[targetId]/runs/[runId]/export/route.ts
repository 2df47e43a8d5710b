import { findAccess } from "@/lib/console/access";
import { refuseExport, streamFile } from "@/lib/console/export-file";
import { findOpenTarget } from "@/lib/console/targets/open-target";
import { exportPlan, viewRun } from "@/lib/console/targets/view-run";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ targetId: string; runId: string }> };

/** What a run means to do, or did, as a file: `?format=csv`, `json` or `ndjson`. */
export async function GET(request: Request, { params }: Props): Promise<Response> {
  const admission = await findAccess("targets.read");
  if (admission.kind !== "admitted") return refuseExport(admission.kind);
  const { access } = admission;
  const { targetId, runId } = await params;
  const target = await findOpenTarget(access, targetId);
  const run = target === undefined ? undefined : await viewRun(access.database, target, runId);
  if (run === undefined) {
    const headers = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };
    return new Response("There is no such run.\n", { status: 404, headers });
  }
  const asked = new URL(request.url).searchParams.get("format");
  const format = asked === "json" || asked === "ndjson" ? asked : "csv";
  return streamFile(run.kind === "plan" ? "plan" : "run", format, exportPlan(access.database, run.id, format));
}
