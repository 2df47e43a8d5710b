/** The lane belongs to somebody else by now: its holder was away for too long. Nothing of what it wanted to write was written. */
export class LaneLostError extends Error {
  override readonly name = "LaneLostError";

  constructor() {
    super("The lane was lost: another worker has taken over.");
  }
}
