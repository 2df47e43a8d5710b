import { readdirSync, readFileSync } from "node:fs";

/** Of Linux, on every machine that Node runs on. */
const ticksPerSecond = 100;

/**
 * The processor time that a process and its children have taken, in milliseconds: what a request costs even where the machine is
 * busy with other things. Undefined where the system does not tell.
 */
export function readProcessorMs(pid: number): number | undefined {
  try {
    return (countTicks(pid) / ticksPerSecond) * 1000;
  } catch {
    return undefined;
  }
}

function countTicks(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  // The name of the program, in parentheses, may hold spaces.
  const [user = "0", system = "0"] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return Number(user) + Number(system) + listChildren(pid).reduce((sum, child) => sum + countTicks(child), 0);
}

function listChildren(pid: number): number[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const lists = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, "latin1"));
  return lists
    .flatMap((list) => list.trim().split(" "))
    .filter((id) => id !== "")
    .map(Number);
}
