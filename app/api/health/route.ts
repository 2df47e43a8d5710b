import { answerOptions, refuseMethod } from "@/lib/http/read-only-methods";

/** Answers as soon as this process serves at all. A process that does not should be started again. */
export function GET(): Response {
  return Response.json({ status: "serving" }, { headers: { "Cache-Control": "no-store" } });
}

export {
  answerOptions as OPTIONS,
  refuseMethod as DELETE,
  refuseMethod as PATCH,
  refuseMethod as POST,
  refuseMethod as PUT,
};
