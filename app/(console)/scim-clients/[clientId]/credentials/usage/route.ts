import { findAccess } from "@/lib/console/access";
import { watchTokens } from "@/lib/console/credentials-page";
import { findOpenScimClient } from "@/lib/console/find-open-client";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ clientId: string }> };

/** When the tokens of a SCIM client were last used: what the page of a rotation asks for every few seconds. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const admission = await findAccess("scimClients.read");
  if (admission.kind !== "admitted") return new Response(null, { status: admission.kind === "signedOut" ? 401 : 403 });
  const client = await findOpenScimClient(admission.access, (await params).clientId);
  if (client === undefined) return new Response(null, { status: 404 });
  return Response.json(await watchTokens(admission.access, client, new Date()), {
    headers: { "Cache-Control": "no-store" },
  });
}
