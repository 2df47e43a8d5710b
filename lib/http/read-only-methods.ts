/** Of an address that is only read; Next.js answers HEAD as it does GET. */
const allow = "GET, HEAD, OPTIONS";

/** @see RFC 9110 §9.3.7 */
export function answerOptions(): Response {
  return new Response(null, { status: 204, headers: { Allow: allow } });
}

/** Refuses a method that would change something. @see RFC 9110 §15.5.6 */
export function refuseMethod({ method }: Request): Response {
  return Response.json(
    { error: "invalid_request", error_description: `This address is read by GET; ${method} does nothing here.` },
    { status: 405, headers: { Allow: allow } },
  );
}
