/** How a lost or refused connection names itself in Node's system errors. */
const systemErrors: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/**
 * SQLSTATE: connection exceptions (08), insufficient resources such as too many connections (53), operator intervention
 * such as a shutdown or a cancelled statement (57), and rollbacks of transactions that got into each other's way (40).
 */
const temporaryState = /^(?:08|53|57|40)...$/;
/** How Prisma names the same. */
const prismaErrors: ReadonlySet<string> = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2034"]);
/** The driver has no codes for these. */
const driverMessages =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether an error says that the database cannot do the work now but may soon: nobody's request is at fault. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  // Also ENOENT, when it is the server's socket that is not there.
  if ("syscall" in error && error.syscall === "connect") return true;
  if (systemErrors.has(code) || temporaryState.test(code) || prismaErrors.has(code)) return true;
  if (driverMessages.test(error.message)) return true;
  if (error instanceof AggregateError && error.errors.some(isDatabaseAway)) return true;
  return error.cause !== undefined && isDatabaseAway(error.cause);
}
