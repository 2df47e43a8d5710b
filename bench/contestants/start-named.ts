import type { Contestant } from "../contestant";
import { startFloor } from "./start-floor";
import { startRoster } from "./start-roster";

/** Starts a contestant. @param serverUrl the PostgreSQL on which it has a database of its own */
export function startNamed(name: string, serverUrl: string): Promise<Contestant> {
  switch (name) {
    case "floor":
      return startFloor(serverUrl);
    case "roster":
      return startRoster(serverUrl, name, 1);
    default:
      throw new Error(`There is no contestant "${name}".`);
  }
}
