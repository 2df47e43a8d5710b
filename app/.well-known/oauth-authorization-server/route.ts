import { readEnvironment } from "@/lib/env";
import { createOauthMetadata } from "@/lib/http/oauth-metadata";
import { answerOptions, refuseMethod } from "@/lib/http/read-only-methods";

export const dynamic = "force-dynamic";

/** @see RFC 8414 §3 */
export function GET(): Response {
  return Response.json(createOauthMetadata(readEnvironment().rosterUrl));
}

export {
  answerOptions as OPTIONS,
  refuseMethod as DELETE,
  refuseMethod as PATCH,
  refuseMethod as POST,
  refuseMethod as PUT,
};
