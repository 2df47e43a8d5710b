import { isOwnForm } from "@/lib/auth/is-own-form";
import { switchOrganization } from "@/lib/auth/switch-organization";

/** Opens another organization of the person's. A plain form sends it, so that it works without scripts. */
export async function POST(request: Request): Promise<Response> {
  const form = await request.formData().catch(() => new FormData());
  const organization = form.get("organization");
  const isGood = isOwnForm(request.headers) && typeof organization === "string";
  const location = isGood ? await switchOrganization(organization) : "/";
  return new Response(null, { status: 303, headers: { Location: location } });
}
