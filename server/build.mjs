// Bundles our own code into dist/: packages stay outside, so that they are loaded as published.
import { readdirSync, rmSync } from "node:fs";
import process from "node:process";
import { build } from "esbuild";

const building = build({
  entryPoints: { server: "server/main.ts", cli: "cli/main.ts", worker: "worker/main.ts" },
  outdir: "dist",
  // What a process does not need it does not load: the parts that are imported when they are needed are files of their own.
  splitting: true,
  chunkNames: "parts/[name]-[hash]",
  metafile: true,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20.19",
  // Names in stack traces are worth more here than a smaller file. (keepNames would make each closure as it runs dearer.)
  minify: false,

  logLevel: "warning",
});
// esbuild has said what is wrong.
const { metafile } = await building.catch(() => process.exit(1));
// Parts of earlier builds go once the new ones are there: whoever starts meanwhile finds all of either.
for (const part of readdirSync("dist/parts").map((name) => `dist/parts/${name}`)) {
  if (!Object.hasOwn(metafile.outputs, part)) rmSync(part);
}
