import { after } from "next/server";
import { getRosterEndpoint } from "@/lib/http/roster-endpoint";

export const dynamic = "force-dynamic";

/** The SCIM endpoint where Next.js serves it: `next dev`, `next start` and hosting platforms. */
async function answer(request: Request): Promise<Response> {
  const { answer: answerScim, flush } = getRosterEndpoint();
  // Where a platform stops the process between requests, nothing may be left for later.
  after(flush);
  return await answerScim(request, {});
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
