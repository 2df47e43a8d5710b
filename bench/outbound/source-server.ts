import { type Contestant, startContestant } from "../contestant";
import { findFreePort } from "../find-free-port";
import { type Place, roster } from "./place";
import { readFlags } from "./workers";

/** Starts a Roster server for the place's database: its engine works for the targets, as that of an ordinary installation. */
export async function startSourceServer({ environment }: Place): Promise<Contestant & { readonly rosterUrl: string }> {
  const port = String(await findFreePort());
  const rosterUrl = `http://localhost:${port}`;
  const server = await startContestant({
    name: "Roster",
    baseUrl: `${rosterUrl}/scim/v2`,
    token: "",
    programArguments: [...readFlags(), "dist/server.mjs"],
    environment: { ...environment, PORT: port, ROSTER_URL: rosterUrl },
  });
  return { ...server, rosterUrl };
}

/** Adds a SCIM client to an organization. @returns its token */
export async function addClient({ environment }: Place, subdomain: string): Promise<string> {
  return String((await roster(environment, ["scim-client", "add", "stream", "-r", subdomain])).token);
}
