// Bundles our own code into dist/: packages stay outside, so that they are loaded as published.
import { rmSync } from "node:fs";
import process from "node:process";
import { build } from "esbuild";

rmSync("dist/parts", { recursive: true, force: true });
const building = build({
  entryPoints: { server: "server/main.ts", cli: "cli/main.ts", worker: "worker/main.ts" },
  outdir: "dist",
  // What a process does not need it does not load: the parts that are imported when they are needed are files of their own.
  splitting: true,
  chunkNames: "parts/[name]-[hash]",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20.19",
  // Names in stack traces are worth more here than a smaller file.
  minify: false,
  keepNames: true,
  logLevel: "warning",
});
// esbuild has said what is wrong.
await building.catch(() => process.exit(1));
