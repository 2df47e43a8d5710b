/** Answers as soon as this process serves at all. A process that does not should be started again. */
export function GET(): Response {
  return Response.json({ status: "serving" }, { headers: { "Cache-Control": "no-store" } });
}
