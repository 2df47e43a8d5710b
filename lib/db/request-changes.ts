import type { LoggedChange } from "@/lib/explain/logged-exchange";
import type { JsonObject } from "@/lib/scim/json";
import type { Database } from "./pool";
import { createLowestId } from "./request-filter";

type ChangeRow = {
  readonly id: string;
  readonly resource_type: "User" | "Group";
  readonly resource_id: string;
  readonly kind: "created" | "updated" | "deleted";
  readonly before: JsonObject | null;
  readonly after: JsonObject | null;
};

const slackMs = 5_000;

/**
 * What a request changed, in the order of the writes. Changes were made while the request ran, so that their ids are looked for
 * in that time alone.
 *
 * @param limit a Bulk may have made a thousand
 */
export async function listChangesOfRequest(
  { pool }: Pick<Database, "pool">,
  organizationId: string,
  request: { readonly id: string; readonly at: Date; readonly durationMs: number },
  limit: number,
): Promise<readonly LoggedChange[]> {
  const begin = request.at.getTime();
  const { rows } = await pool.query<ChangeRow>({
    name: "list-changes-of-request",
    text: `SELECT id, resource_type, resource_id, kind, before, after FROM resource_changes
      WHERE organization_id = $1 AND id >= $2::uuid AND id < $3::uuid AND request_id = $4 ORDER BY id LIMIT $5`,
    values: [
      organizationId,
      createLowestId(new Date(begin - slackMs)),
      createLowestId(new Date(begin + request.durationMs + slackMs)),
      request.id,
      limit,
    ],
  });
  return rows.map(({ id, resource_type, resource_id, kind, before, after }) => ({
    id,
    resourceType: resource_type,
    resourceId: resource_id,
    kind,
    ...(before === null ? {} : { before }),
    ...(after === null ? {} : { after }),
  }));
}
