import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { ensureNameIndex } from "@/lib/db/name-index";
import { createDatabase } from "@/lib/db/pool";
import type { Amounts } from "./amounts";
import { type FillOptions, fill, fillingSettings } from "./fill";
import { type FilledPlace, preparePlace } from "./place";

/** Makes a data directory that holds a filled organization, and leaves it stopped: it can be started as any other. */
export async function fillDataDirectory(dataDir: string, amounts: Amounts, options: FillOptions = {}): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const postgres = await startEmbeddedPostgres({ dataDir, purpose: "command", settings: fillingSettings });
  try {
    options.report?.("making the organization");
    const place = await preparePlace(postgres.url);
    await fill(postgres.url, place, amounts, options);
    options.report?.("making the index of names");
    const database = createDatabase(postgres.url);
    // A server would do so in its first hour.
    await ensureNameIndex(database);
    await database.close();
    const filled: FilledPlace = { ...place, ...amounts };
    await writeFile(path.join(dataDir, "fill.json"), `${JSON.stringify(filled, null, 2)}\n`);
  } finally {
    await postgres.stop();
  }
  options.report?.(`done: ${dataDir}`);
}

/** What is in a data directory that was filled. */
export async function readFilledPlace(dataDir: string): Promise<FilledPlace> {
  return JSON.parse(await readFile(path.join(dataDir, "fill.json"), "utf8"));
}
