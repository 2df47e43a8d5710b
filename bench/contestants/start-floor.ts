import { type Contestant, startContestant } from "../contestant";
import { findFreePort } from "../find-free-port";
import { createRosterDatabase, withClient } from "./databases";

/** Starts the hand-written server of bench/floor on a database of its own. */
export async function startFloor(serverUrl: string): Promise<Contestant> {
  const databaseUrl = await createRosterDatabase(serverUrl, "floor");
  const [organizationId, scimClientId] = await insertScimClient(databaseUrl);
  const port = String(await findFreePort());
  const token = "floor";
  const program = ["--import", "tsx", "bench/floor/server.ts"];
  const contestant = await startContestant({
    name: "floor",
    baseUrl: `http://127.0.0.1:${port}/scim/v2`,
    token,
    programArguments: [...program, databaseUrl, port, token, organizationId, scimClientId],
    environment: {},
  });
  return { ...contestant, databaseUrl };
}

async function insertScimClient(databaseUrl: string): Promise<[organizationId: string, scimClientId: string]> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ organization_id: string; id: string }>(`
      WITH made AS (
        INSERT INTO organizations (id, subdomain, name) VALUES (gen_random_uuid(), 'bench', 'Bench') RETURNING id
      )
      INSERT INTO scim_clients (id, organization_id, name, name_folded, preset, options)
      SELECT gen_random_uuid(), id, 'bench', 'bench', 'generic', '{}' FROM made RETURNING organization_id, id`);
    const [row] = rows;
    if (row === undefined) throw new Error("The floor's SCIM client could not be made.");
    return [row.organization_id, row.id];
  });
}
