/**
 * Why there is no answer: "refused" by Roster's own rule, "unreachable" (name, connection or certificate), "timeout", or
 * "tooLarge" to be read.
 */
export type OutgoingFetchFailure = "refused" | "unreachable" | "timeout" | "tooLarge";

/** A request of ours that got no answer that can be used. The message is for people, and names the other server. */
export class OutgoingFetchError extends Error {
  override readonly name = "OutgoingFetchError";
  readonly kind: OutgoingFetchFailure;

  constructor(kind: OutgoingFetchFailure, message: string) {
    super(message);
    this.kind = kind;
  }
}
