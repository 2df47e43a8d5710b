import { isOwnForm } from "@/lib/auth/is-own-form";
import { endSession } from "@/lib/auth/start-session";

/** Signs this browser out. A plain form sends it, so that it works without scripts. */
export async function POST(request: Request): Promise<Response> {
  if (isOwnForm(request.headers)) await endSession();
  return new Response(null, { status: 303, headers: { Location: "/sign-in" } });
}
