import type { Database } from "@/lib/db/pool";
import { createLowestId } from "@/lib/db/request-filter";
import { listRequests } from "@/lib/db/request-log";
import { listScimClients } from "@/lib/db/scim-clients";
import { requireOrganization } from "../organizations";
import { accept, type Result } from "../result";

export type LoggedRequest = Awaited<ReturnType<typeof listRequests>>[number] & {
  /** The name of the SCIM client; null when none could be told, or when it was removed since. */
  readonly scimClient: string | null;
};

const pageSize = 500;
/** Rows come in batches, and a request is placed where it began: this late one may still appear. */
const overlapMs = 20_000;

/** The latest requests of an organization, the earliest first. */
export async function listLatestRequests(
  database: Database,
  subdomain: string,
  limit: number,
): Promise<Result<{ readonly organizationId: string; readonly requests: readonly LoggedRequest[] }>> {
  const organization = await requireOrganization(database.prisma, subdomain);
  if (!organization.ok) return organization;
  const organizationId = organization.value.id;
  return accept({ organizationId, requests: await loadRequests(database, organizationId, { limit }) });
}

/** All requests of an organization in pages, the earliest first. */
export async function exportRequests(
  database: Database,
  subdomain: string,
): Promise<Result<AsyncIterable<readonly LoggedRequest[]>>> {
  const organization = await requireOrganization(database.prisma, subdomain);
  return organization.ok ? accept(pageThroughRequests(database, organization.value.id, new Date(0))) : organization;
}

/**
 * Looks for requests that came since the last look; each is given once.
 *
 * @param shown the latest requests, which are known already
 */
export function followRequests(database: Database, organizationId: string, shown: readonly LoggedRequest[]) {
  const from = shown[0]?.id ?? "";
  let seen = new Set(shown.map((request) => request.id));
  return async (): Promise<readonly LoggedRequest[]> => {
    const fresh: LoggedRequest[] = [];
    const recent = new Set<string>();
    for await (const page of pageThroughRequests(database, organizationId, new Date(Date.now() - overlapMs))) {
      for (const request of page) {
        recent.add(request.id);
        if (!seen.has(request.id) && request.id > from) fresh.push(request);
      }
    }
    seen = recent;
    return fresh;
  };
}

async function* pageThroughRequests(database: Database, organizationId: string, since: Date) {
  let after = createLowestId(since);
  for (;;) {
    const page = await loadRequests(database, organizationId, { after, limit: pageSize });
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = last.id;
  }
}

async function loadRequests(
  database: Database,
  organizationId: string,
  options: { readonly after?: string; readonly limit: number },
): Promise<readonly LoggedRequest[]> {
  const requests = await listRequests(database.prisma, organizationId, options);
  if (requests.length === 0) return [];
  const clients = await listScimClients(database.prisma, organizationId);
  const names = new Map(clients.map((client) => [client.id, client.name]));
  return requests.map((request) => ({ ...request, scimClient: names.get(request.scimClientId ?? "") ?? null }));
}
