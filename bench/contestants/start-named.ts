import type { Contestant } from "../contestant";
import type { ContestantName } from "./contestant-names";
import { startFloor } from "./start-floor";
import { startPeer } from "./start-peer";
import { startRoster, startRosterByNext } from "./start-roster";

/** Starts a contestant. @param serverUrl the PostgreSQL on which it has a database of its own */
export function startNamed(name: ContestantName, serverUrl: string): Promise<Contestant> {
  switch (name) {
    case "floor":
      return startFloor(serverUrl);
    case "roster":
      return startRoster(serverUrl, name, 1);
    case "roster-2":
      return startRoster(serverUrl, name, 2);
    case "roster-next":
      return startRosterByNext(serverUrl, name);
    case "saml-jackson":
    case "scimmy":
      return startPeer(serverUrl, name);
  }
}
