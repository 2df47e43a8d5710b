// Brings a clone to the state that a script needs: packages, the generated Prisma client, the bundled programs, the built
// pages. Each part is made again only when what it is made from has changed. Plain JavaScript, no packages: it runs first.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { withPrepareLock } from "./prepare-lock.mjs";
import { runStep } from "./run-step.mjs";

/** What the code is built from. */
const sourceFolders = ["app", "cli", "components", "lib", "prisma", "public", "server", "worker"];
const sourceFiles = [
  "next.config.mjs",
  "postcss.config.mjs",
  "proxy.ts",
  "prisma.config.ts",
  "tsconfig.json",
  "package-lock.json",
];
/** Tests do not end up in what is built, the generated client follows from the schema. */
const unbuilt = /(\.test\.tsx?|\.spec\.ts)$|^lib\/db\/(generated|testing)\//;

const next = "node_modules/next/dist/bin/next";

/**
 * The parts in the order in which they are made. A part is up to date when its stamp holds the fingerprint of its sources
 * and its products are there; the stamp is removed before the work and written after it, so a part that was interrupted is
 * made again.
 */
const parts = {
  packages: {
    stamp: "node_modules/.roster-stamp",
    products: ["node_modules"],
    fingerprint: () => `${fingerprint(["package-lock.json"])} ${process.platform}-${process.arch}`,
    isUpToDate: wasInstalledByNpm,
    doing: "Installing packages (once, about a minute)",
    done: "Installed packages",
    failed:
      "The packages could not be installed. See npm's message above; most often the npm registry cannot be reached.",
    // .npmrc silences npm for the sake of `npm run roster -- --json`; here its errors must be seen.
    command: () => [
      ...findNpm(),
      "ci",
      "--loglevel=error",
      "--include=dev",
      "--include=optional",
      "--no-audit",
      "--no-fund",
    ],
  },
  /** What the speed comparison compares with. */
  benchPackages: {
    stamp: "bench/node_modules/.roster-stamp",
    products: ["bench/node_modules"],
    fingerprint: () => `${fingerprint(["bench/package-lock.json"])} ${process.platform}-${process.arch}`,
    doing: "Installing the peers of the comparison (once, about a minute)",
    done: "Installed the peers of the comparison",
    failed: "The peers of the comparison could not be installed. See npm's message above.",
    // .npmrc is not read for another folder: what it says about install scripts is said here.
    command: () => [
      ...findNpm(),
      "ci",
      "--prefix",
      "bench",
      "--ignore-scripts",
      "--loglevel=error",
      "--no-audit",
      "--no-fund",
    ],
  },
  prismaClient: {
    stamp: "lib/db/generated/.roster-stamp",
    products: ["lib/db/generated/client.ts"],
    fingerprint: () => fingerprint(["prisma/schema.prisma", "prisma.config.ts", "package-lock.json"]),
    doing: "Generating the database client",
    done: "Generated the database client",
    failed: "The database client could not be generated. See Prisma's message above.",
    command: () => [process.execPath, "node_modules/prisma/build/index.js", "generate"],
    // `prisma generate` would download an engine that it then does not use; any executable in its place keeps it offline.
    environment: {
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: "1",
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
    },
  },
  programs: {
    stamp: "dist/.programs-stamp",
    products: ["dist/server.mjs", "dist/cli.mjs", "dist/worker.mjs"],
    fingerprint: fingerprintSources,
    doing: "Building the server and the command line",
    done: "Built the server and the command line",
    failed: "The server could not be built. See esbuild's message above.",
    command: () => [process.execPath, "server/build.mjs"],
  },
  pages: {
    stamp: "dist/.pages-stamp",
    products: [".next/BUILD_ID"],
    fingerprint: fingerprintSources,
    doing: "Building the pages (after a change, about half a minute)",
    done: "Built the pages",
    failed: "The pages could not be built. See Next.js' message above.",
    // A build that was interrupted leaves half-written files on which the next one fails. `next dev` has a folder of its own.
    clear: () =>
      readdirOrNone(".next")
        .filter((name) => name !== "dev")
        .map((name) => `.next/${name}`),
    command: () => [process.execPath, next, "build"],
    environment: { NODE_ENV: "production" },
  },
  routeTypes: {
    stamp: "dist/.route-types-stamp",
    products: ["next-env.d.ts", ".next/types"],
    fingerprint: () => `${fingerprint(["next.config.mjs", "package-lock.json"])} ${listFiles("app").join(" ")}`,
    doing: "Generating the types of the routes",
    done: "Generated the types of the routes",
    failed: "The types of the routes could not be generated. See Next.js' message above.",
    command: () => [process.execPath, next, "typegen"],
  },
};

/**
 * Makes the named parts that are not up to date. Progress goes to standard error. Ends the process when a part fails.
 *
 * @param {readonly (keyof typeof parts)[]} names in the order in which they build on each other
 */
export async function prepare(names) {
  if (names.every((name) => isUpToDate(parts[name]))) return;
  await withPrepareLock(async () => {
    for (const name of names) {
      const part = parts[name];
      // Asked again: another process may have made it while we waited for the lock.
      if (isUpToDate(part)) continue;
      for (const leftover of [part.stamp, ...(part.clear?.() ?? [])])
        rmSync(leftover, { recursive: true, force: true });
      await runStep(part);
      mkdirSync(path.dirname(part.stamp), { recursive: true });
      writeFileSync(part.stamp, part.fingerprint());
    }
  });
}

function isUpToDate(part) {
  if (!part.products.every((product) => existsSync(product))) return false;
  if (existsSync(part.stamp) && readFileSync(part.stamp, "utf8") === part.fingerprint()) return true;
  return part.isUpToDate?.() === true;
}

/** npm writes this file when it has finished; it tells of an installation made by hand, without our stamp. */
function wasInstalledByNpm() {
  const finished = statSync("node_modules/.package-lock.json", { throwIfNoEntry: false });
  return finished !== undefined && finished.mtimeMs >= statSync("package-lock.json").mtimeMs;
}

function fingerprintSources() {
  const files = sourceFolders.filter((folder) => existsSync(folder)).flatMap(listFiles);
  return fingerprint([...files, ...sourceFiles]);
}

function readdirOrNone(folder) {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name).replaceAll("\\", "/"))
    .filter((file) => !unbuilt.test(file))
    .sort();
}

function fingerprint(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

/** The npm that runs us, else the one in the PATH. */
function findNpm() {
  const running = process.env.npm_execpath;
  return running?.endsWith("npm-cli.js") ? [process.execPath, running] : ["npm"];
}
