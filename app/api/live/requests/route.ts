import { findAccess } from "@/lib/console/access";
import { readActivityPosition, readActivityQuery } from "@/lib/console/requests/activity-query";
import { countNewRequests, streamNewRequests } from "@/lib/console/requests/live-requests";

export const dynamic = "force-dynamic";

const noStore = { "Cache-Control": "no-store" };

/** How many requests that fit came after `?after=`: as server-sent events, or with `poll=1` once as {count}. */
export async function GET(request: Request): Promise<Response> {
  const admission = await findAccess("requests.read");
  if (admission.kind !== "admitted") {
    return Response.json({ count: 0 }, { status: admission.kind === "signedOut" ? 401 : 403, headers: noStore });
  }
  const params = Object.fromEntries(new URL(request.url).searchParams);
  const query = readActivityQuery(params);
  const { after } = readActivityPosition(params);
  if (params.poll === "1") {
    return Response.json({ count: await countNewRequests(admission.access, query, after) }, { headers: noStore });
  }
  return new Response(streamNewRequests(admission.access, query, after, request.signal), {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
      // nginx would keep the events until there are many.
      "X-Accel-Buffering": "no",
    },
  });
}
