import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { FlatResult } from "./compare";

const directory = fileURLToPath(new URL("../results", import.meta.url));

/** Keeps the results, as JSON and as a table for docs/performance.md. */
export async function saveResults(
  results: readonly FlatResult[],
  amounts: Readonly<Record<"people" | "groups" | "requests", number>>,
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const written = JSON.stringify({ at: new Date().toISOString(), node: process.version, amounts, results }, null, 2);
  await writeFile(`${directory}/flat.json`, `${written}\n`);
  await writeFile(`${directory}/flat.md`, formatTable(results, amounts.people));
}

function formatTable(results: readonly FlatResult[], people: number): string {
  const rows = results.map(({ operation, barred, smallMs, largeMs, ratio }) => {
    const cells = [operation, `${smallMs.toFixed(2)} ms`, `${largeMs.toFixed(2)} ms`, `${ratio.toFixed(2)}x`];
    return `| ${[...cells, barred ? "" : "no bar"].join(" | ")} |`;
  });
  const head = ["request", "1,000 people", `${people.toLocaleString("en-US")} people`, "ratio", ""];
  return `${[`| ${head.join(" | ")} |`, "|---|--:|--:|--:|---|", ...rows].join("\n")}\n`;
}
