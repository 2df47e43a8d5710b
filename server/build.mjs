// Bundles our own code into dist/: packages stay outside, so that they are loaded as published.
import process from "node:process";
import { build } from "esbuild";

const building = build({
  entryPoints: { server: "server/main.ts", cli: "cli/main.ts", worker: "worker/main.ts" },
  outdir: "dist",
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
