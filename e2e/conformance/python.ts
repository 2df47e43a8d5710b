import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runProgram } from "./run-program";

const requirementsPath = fileURLToPath(new URL("./requirements.txt", import.meta.url));
const folder = path.resolve("node_modules/.cache/conformance");
const stampPath = path.join(folder, "requirements.sha256");
const isWindows = process.platform === "win32";
const programs = path.join(folder, isWindows ? "Scripts" : "bin");

const names = ["python3.14", "python3.13", "python3.12", "python3.11", "python3", "python"];
const isUsable = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";

/** The folder with the suites' programs, or the reason why there is none. */
export type PythonSuites = { readonly programs: string } | { readonly missing: string };

/**
 * The suites from PyPI in a virtual environment of their own, made at the first run and again when the requirements
 * change.
 */
export async function preparePythonSuites(): Promise<PythonSuites> {
  const requirements = createHash("sha256").update(readFileSync(requirementsPath)).digest("hex");
  if (existsSync(stampPath) && readFileSync(stampPath, "utf8") === requirements && (await runs(pythonInside()))) {
    return { programs };
  }
  const python = await findPython();
  if (python === undefined) {
    return {
      missing:
        "There is no Python 3.11 or later with venv. Install it (on Debian, as root: apt-get install python3 python3-venv).",
    };
  }
  process.stdout.write("Installing the suites from PyPI (once, about half a minute) …\n");
  rmSync(folder, { recursive: true, force: true });
  // What is pinned is whole, so nothing is added to it, and nothing is built: wheels alone run no code while installing.
  const install = [
    "install",
    "--quiet",
    "--quiet",
    "--retries",
    "2",
    "--no-deps",
    "--only-binary",
    ":all:",
    "--requirement",
    requirementsPath,
  ];
  for (const [program, ...programArguments] of [
    [python, "-m", "venv", folder],
    [pythonInside(), "-m", "pip", "--disable-pip-version-check", "--no-input", ...install],
    [pythonInside(), "-m", "pip", "--disable-pip-version-check", "check"],
  ] as const) {
    const { exitCode, output } = await runProgram(program, programArguments);
    if (exitCode !== 0) return { missing: `The suites could not be installed from PyPI:\n${output.trim()}` };
  }
  writeFileSync(stampPath, requirements);
  return { programs };
}

/** The pinned version of a package. @throws Error when it is not pinned */
export function readPinnedVersion(name: string): string {
  const version = new RegExp(`^${name}==(\\S+)$`, "m").exec(readFileSync(requirementsPath, "utf8"))?.[1];
  if (version === undefined) throw new Error(`${requirementsPath} does not pin ${name}.`);
  return version;
}

function pythonInside(): string {
  return path.join(programs, isWindows ? "python.exe" : "python");
}

async function findPython(): Promise<string | undefined> {
  for (const name of names) {
    if (await runs(name)) return name;
  }
  return undefined;
}

async function runs(python: string): Promise<boolean> {
  try {
    return (await runProgram(python, ["-c", isUsable])).exitCode === 0;
  } catch {
    return false;
  }
}
