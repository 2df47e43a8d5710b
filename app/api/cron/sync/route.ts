import { runScheduledSync } from "@/lib/http/scheduled-sync";

export const dynamic = "force-dynamic";
/** Seconds that a platform lets it run. */
export const maxDuration = 60;

/** Where nothing runs between requests, a schedule calls this: it provisions targets for some seconds. */
export async function GET(request: Request): Promise<Response> {
  return await runScheduledSync(request);
}
