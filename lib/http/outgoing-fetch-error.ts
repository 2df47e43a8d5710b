/**
 * Why there is no answer: "refused" by Roster's own rule, "unreachable" (name, connection or certificate), "timeout", or
 * "tooLarge" to be read.
 */
export type OutgoingFetchFailure = "refused" | "unreachable" | "timeout" | "tooLarge";

export type OutgoingFetchErrorDetails = {
  /** Whether the request, or a part of it, may have left. */
  readonly sent?: boolean;
  /** What Node.js calls it, such as ECONNREFUSED or CERT_HAS_EXPIRED. */
  readonly code?: string;
};

/** A request of ours that got no answer that can be used. The message is for people, and names the other server. */
export class OutgoingFetchError extends Error {
  override readonly name = "OutgoingFetchError";
  readonly kind: OutgoingFetchFailure;
  /** False: nothing was sent, so nothing has happened there. True: nobody knows whether it was carried out. */
  readonly sent: boolean;
  readonly code: string | undefined;

  constructor(kind: OutgoingFetchFailure, message: string, { sent = false, code }: OutgoingFetchErrorDetails = {}) {
    super(message);
    this.kind = kind;
    this.sent = sent;
    this.code = code;
  }
}
