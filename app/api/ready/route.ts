import { isDatabaseAnswering } from "@/lib/http/health";
import { answerOptions, refuseMethod } from "@/lib/http/read-only-methods";

export const dynamic = "force-dynamic";

/** Answers 200 when requests can be sent here: this process serves and its database answers. */
export async function GET(): Promise<Response> {
  const isReady = await isDatabaseAnswering();
  return Response.json(
    isReady ? { status: "ready" } : { status: "unavailable", reason: "The database does not answer." },
    { status: isReady ? 200 : 503, headers: { "Cache-Control": "no-store" } },
  );
}

export {
  answerOptions as OPTIONS,
  refuseMethod as DELETE,
  refuseMethod as PATCH,
  refuseMethod as POST,
  refuseMethod as PUT,
};
