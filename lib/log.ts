/** How much a line matters to the person who runs Roster. */
type LogLevel = "info" | "warn" | "error";

/** Facts that go with a message, such as `{ port: 3000 }`. Never secrets: no tokens, passwords or connection strings. */
type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Formats one line: time, level, message, then the fields as `name=value`. Line breaks are escaped: one entry, one line. */
export function formatLogLine(at: Date, level: LogLevel, message: string, fields: LogFields): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const text = String(value);
    return [`${name}=${/^[^\s"=\\]+$/.test(text) ? text : JSON.stringify(text)}`];
  });
  const line = [at.toISOString(), level.toUpperCase().padEnd(5), message, ...pairs].join(" ");
  return line.replaceAll("\r", "\\r").replaceAll("\n", "\\n");
}

function writeLogLine(level: LogLevel, message: string, fields: LogFields = {}): void {
  process.stderr.write(`${formatLogLine(new Date(), level, message, fields)}\n`);
}

/** The one log for people. It goes to standard error, so that the command line's output stays clean. */
export const log = {
  info: (message: string, fields?: LogFields): void => writeLogLine("info", message, fields),
  warn: (message: string, fields?: LogFields): void => writeLogLine("warn", message, fields),
  error: (message: string, fields?: LogFields): void => writeLogLine("error", message, fields),
};
