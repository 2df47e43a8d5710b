import { readEnvironment } from "@/lib/env";
import { createOauthMetadata } from "@/lib/http/oauth-metadata";

export const dynamic = "force-dynamic";

/** @see RFC 8414 §3 */
export function GET(): Response {
  return Response.json(createOauthMetadata(readEnvironment().rosterUrl));
}
