import type { Environment } from "@/lib/env";

/** Tells the operator that everything is served, where, and how to make the first owner while there is none. */
export function printReady(
  { rosterUrl }: Pick<Environment, "rosterUrl">,
  { setupToken, tookMs, processes }: { setupToken: string | undefined; tookMs: number; processes: number },
): void {
  const setupLines =
    setupToken === undefined
      ? []
      : [
          "",
          "  There is no owner yet. Make the first organization and its owner here; the link works once:",
          `  ${rosterUrl}/setup/${setupToken}`,
        ];
  const took = `${(tookMs / 1000).toFixed(1)} s${processes === 1 ? "" : `, ${processes} processes`}`;
  const lines = [
    `Roster is ready (${took}). Stop it with Ctrl-C.`,
    "",
    `  URL             ${rosterUrl}`,
    `  SCIM base URL   ${rosterUrl}/scim/v2`,
    ...setupLines,
    "",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
