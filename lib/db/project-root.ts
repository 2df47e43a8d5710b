import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The directory of the project's package.json, found from this file, wherever a build has put it (`lib/db` or `dist`). */
export function findProjectRoot(): string {
  let directory = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(directory, "package.json"))) {
    const parent = path.dirname(directory);
    if (parent === directory)
      throw new Error("Roster's package.json was not found above its program files; install Roster again.");
    directory = parent;
  }
  return directory;
}
