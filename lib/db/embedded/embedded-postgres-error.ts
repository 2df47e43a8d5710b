/** The embedded PostgreSQL cannot be used: `message` says what happened and what to do about it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";

  constructor(problem: string, fix: string) {
    super(`${problem} ${fix}`);
  }
}
