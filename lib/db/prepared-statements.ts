import { createHash } from "node:crypto";

/** So many statements are kept planned on each connection; the shapes of filters that identity providers send are few. */
const maxPreparedStatements = 200;
const statementNames = new Map<string, string>();

/**
 * A query that PostgreSQL plans once a connection instead of each time, which for a look-up takes longer than the look-up
 * itself.
 */
export function prepare(text: string, values: unknown[]): { name?: string; text: string; values: unknown[] } {
  let name = statementNames.get(text);
  if (name === undefined) {
    if (statementNames.size >= maxPreparedStatements) return { text, values };
    // By its text: the server's own modules and those that Next.js bundles count apart, and share the connections.
    name = `read-${createHash("sha256").update(text).digest("base64url").slice(0, 22)}`;
    statementNames.set(text, name);
  }
  return { name, text, values };
}
