import { after } from "next/server";
import { getRosterEndpoint } from "@/lib/http/roster-endpoint";

export const dynamic = "force-dynamic";

/** The token endpoint where Next.js serves it. It refuses every method but POST itself, in OAuth's own form. */
async function answer(request: Request): Promise<Response> {
  const { answerTokenRequest, flush } = getRosterEndpoint();
  // Where a platform stops the process between requests, nothing may be left for later.
  after(flush);
  return await answerTokenRequest(request, {});
}

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
