/** Roster cannot start, and the person who starts it can put that right: `message` says what is wrong and how. */
export class StartError extends Error {
  override readonly name = "StartError";
}
