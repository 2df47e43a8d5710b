import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../results", import.meta.url));

/** Writes what was measured to `bench/results`, with the machine it was measured on. */
export async function saveResult(name: string, result: object): Promise<void> {
  await mkdir(folder, { recursive: true });
  const at = new Date().toISOString();
  const machine = { cores: cpus().length, model: cpus()[0]?.model ?? "", node: process.version };
  const file = `${folder}/${name}-${at.slice(0, 19).replaceAll(":", "")}.json`;
  await writeFile(file, `${JSON.stringify({ at, machine, ...result }, undefined, 2)}\n`);
  process.stdout.write(`Written to ${file}\n`);
}
