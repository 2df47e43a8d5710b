import type { Database } from "@/lib/db/pool";
import {
  countOrganizations,
  listReceivedRequests,
  listUnattributedRequests,
  type UnattributedRow,
} from "@/lib/db/received-requests";
import type { ScimClientSettings } from "@/lib/db/scim-clients";
import type { LoggedExchange } from "@/lib/explain/logged-exchange";
import { createExchange } from "../requests/create-exchange";

/** A request that belongs to a client's set-up, or may belong to it. */
export type Received = {
  readonly exchange: LoggedExchange;
  readonly isSimulated: boolean;
  /** False for a request of which no client could be told: it may be meant for another one. */
  readonly isOwn: boolean;
};

/** As many tell how far the set-up is; what is older counts by the hour. */
const ownRows = 200;
const unattributedRows = 20;
/** A token that was wrong yesterday is no news. */
const unattributedForMs = 60 * 60 * 1000;

/**
 * The latest requests of a client, and those of the last hour whose token was too wrong to tell whose it is: the ones a person
 * who sets up a client is looking for.
 *
 * @param organizationId the client's
 * @returns in the order in which they began
 */
export async function listReceived(
  database: Database,
  organizationId: string,
  client: ScimClientSettings,
  now: Date,
): Promise<readonly Received[]> {
  const own = await listReceivedRequests(database, client.id, ownRows);
  const since = Math.max(client.created.getTime(), now.getTime() - unattributedForMs);
  const range = { from: createLowestId(since), limit: unattributedRows };
  const unattributed = await listUnattributedRequests(database, organizationId, range);
  const isShared = unattributed.length > 0 && (await countOrganizations(database.prisma)) > 1;
  return [
    ...own.map((row) => ({
      exchange: createExchange(row),
      isSimulated: row.agent === "simulator",
      isOwn: true,
    })),
    ...unattributed.map((row) => ({
      exchange: createExchange(isShared && row.organization_id === null ? hideOthers(row) : row),
      isSimulated: false,
      isOwn: false,
    })),
  ].sort((one, other) => (one.exchange.id < other.exchange.id ? -1 : 1));
}

/**
 * Where several organizations share the server, a request that names none may be another one's: what was wrong with its token
 * is told, and nothing of whom it was about or where it came from.
 */
function hideOthers({ request_body: _, ...row }: UnattributedRow): UnattributedRow {
  const path = row.path.split("?")[0] ?? "";
  return { ...row, path, resource_id: null, label: null, remote_address: null, user_agent: null };
}

/** The smallest UUID of version 7 that can have been made at this time. @param time in milliseconds @see RFC 9562 §5.7 */
function createLowestId(time: number): string {
  const hexadecimal = time.toString(16).padStart(12, "0");
  return `${hexadecimal.slice(0, 8)}-${hexadecimal.slice(8)}-7000-8000-000000000000`;
}
