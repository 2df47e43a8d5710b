// The one entry of the npm scripts: `node server/launch.mjs SCRIPT [arguments]`.
// Plain JavaScript with no packages and old syntax only, because it runs before anything is installed and has to tell the
// owner of an old Node so.
import path from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function isSupportedNode(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
}

async function importFromRoot(file) {
  await import(pathToFileURL(path.join(root, file)).href);
}

/** What each script needs to be ready, and what it runs then. */
const scripts = {
  async start(prepare) {
    process.env.NODE_ENV = "production";
    await prepare(["packages", "prismaClient", "programs", "pages"]);
    await importFromRoot("dist/server.mjs");
  },
  /** For images and hosting platforms, which build at one time and start at another. */
  async build(prepare) {
    await prepare(["packages", "prismaClient", "programs", "pages"]);
  },
  async dev(prepare) {
    process.env.NODE_ENV = "development";
    await prepare(["packages", "prismaClient", "programs"]);
    process.argv.push("--dev");
    await importFromRoot("dist/server.mjs");
  },
  async roster(prepare) {
    process.env.NODE_ENV = "production";
    await prepare(["packages", "prismaClient", "programs"]);
    process.argv[1] = path.join(root, "dist/cli.mjs");
    await importFromRoot("dist/cli.mjs");
  },
  async worker(prepare) {
    process.env.NODE_ENV = "production";
    await prepare(["packages", "prismaClient", "programs"]);
    await importFromRoot("dist/worker.mjs");
  },
  async bench(prepare) {
    await prepare(["benchPackages"]);
    await runApart(prepare, "bench/run.ts");
  },
  async "bench:soak"(prepare) {
    await runApart(prepare, "bench/soak/run.ts");
  },
  async "bench:pages"(prepare) {
    await runApart(prepare, "bench/pages/run.ts");
  },
  async "bench:fill"(prepare) {
    await runApart(prepare, "bench/fill/run.ts");
  },
  async "bench:flat"(prepare) {
    await runApart(prepare, "bench/flat/run.ts");
  },
  async "bench:outbound"(prepare) {
    await runApart(prepare, "bench/outbound/run.ts");
  },
  async "bench:start"(prepare) {
    await runApart(prepare, "bench/start/run.ts");
  },
  async screenshots(prepare) {
    await runApart(prepare, "e2e/screenshots/run.ts");
  },
  async check(prepare) {
    await prepare(["packages", "prismaClient", "routeTypes"]);
    process.argv.push("--only-checks");
    await importFromRoot("e2e/run-all.mjs");
  },
  async conformance(prepare) {
    await prepare(["packages", "prismaClient", "programs", "pages"]);
    process.argv.push("--only-conformance");
    await importFromRoot("e2e/run-all.mjs");
  },
  async test(prepare) {
    await prepare(["packages", "prismaClient", "programs", "pages", "routeTypes"]);
    await importFromRoot("e2e/run-all.mjs");
  },
};

async function runApart(prepare, program) {
  await prepare(["packages", "prismaClient", "programs", "pages"]);
  const { spawn } = await import("node:child_process");
  const flags = ["--conditions=react-server", "--import", "tsx"];
  const running = spawn(process.execPath, [...flags, program, ...process.argv.slice(2)], { stdio: "inherit" });
  // Ctrl-C reaches it too, and it tidies up: it is waited for.
  process.on("SIGINT", () => {});
  running.on("exit", (code) => process.exit(code ?? 1));
}

async function launch() {
  if (!isSupportedNode(process.versions.node)) {
    console.error(
      `Roster needs Node.js 20.19 or later in 20, 22.12 or later in 22, or 24 and later. This is ${process.versions.node}. ` +
        "Install one of these (https://nodejs.org) and run the same command again.",
    );
    process.exit(1);
  }
  const name = process.argv[2];
  const script = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
  if (script === undefined) {
    console.error(`There is no script "${name}". The scripts are ${Object.keys(scripts).join(", ")}.`);
    process.exit(1);
  }
  process.chdir(root);
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  // What runs next sees its own arguments only, as if it had been called by itself.
  process.argv.splice(2, 1);
  const { prepare } = await import("./prepare.mjs");
  await script(prepare);
}

await launch();
