// Keeps two processes from preparing the same clone at once, such as `npm start` and `npm run roster` in a fresh one.
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";

const lockFile = "dist/.prepare-lock";
const touchEveryMs = 5_000;
/** A holder that has not touched its lock for so long is gone, whatever now has its process id. */
const abandonedAfterMs = 30_000;

/** Runs `work` while no other process of this clone prepares. */
export async function withPrepareLock(work) {
  mkdirSync("dist", { recursive: true });
  let told = false;
  while (!tryLock()) {
    if (!told) process.stderr.write("Another Roster process is preparing this folder; waiting for it …\n");
    told = true;
    await wait(250);
  }
  const timer = setInterval(() => utimesSync(lockFile, new Date(), new Date()), touchEveryMs);
  const unlock = () => rmSync(lockFile, { force: true });
  process.on("exit", unlock);
  try {
    await work();
  } finally {
    clearInterval(timer);
    process.off("exit", unlock);
    unlock();
  }
}

function tryLock() {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
  if (isAbandoned()) rmSync(lockFile, { force: true });
  return false;
}

function isAbandoned() {
  try {
    if (Date.now() - statSync(lockFile).mtimeMs > abandonedAfterMs) return true;
    process.kill(Number(readFileSync(lockFile, "utf8")), 0);
    return false;
  } catch (error) {
    // EPERM: the process lives, as another user.
    return error.code === "ESRCH";
  }
}
