import { findAccess } from "@/lib/console/access";
import { findInOrganization } from "@/lib/console/find";

const headers = { "Cache-Control": "no-store" };

/** Answers the command palette: `?text=`, a list of {href, name, kind}. */
export async function GET(request: Request): Promise<Response> {
  const admission = await findAccess("directory.read");
  if (admission.kind !== "admitted") {
    return Response.json([], { status: admission.kind === "signedOut" ? 401 : 403, headers });
  }
  const text = new URL(request.url).searchParams.get("text") ?? "";
  return Response.json(await findInOrganization(admission.access, text), { headers });
}
