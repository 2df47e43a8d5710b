import { findAccess } from "@/lib/console/access";
import { watchSetup } from "@/lib/console/client-setup/watch-setup";
import { openScimClient } from "@/lib/console/open-scim-client";
import { answerWithEvents } from "@/lib/http/event-stream";

/** The set-up of a client as server-sent events: all of it at first, and again whenever something has come. */
export async function GET(request: Request, { params }: { params: Promise<{ clientId: string }> }): Promise<Response> {
  const admission = await findAccess("scimClients.read");
  if (admission.kind !== "admitted") return new Response(null, { status: admission.kind === "signedOut" ? 401 : 403 });
  const { access } = admission;
  const { id } = await openScimClient(access, (await params).clientId);
  const place = new URL(request.url).searchParams.get("place") === "sandbox" ? "sandbox" : "client";
  return answerWithEvents(request, (wait) => watchSetup(access, id, place, wait));
}
