import type { ResourceChange } from "@/lib/directory/resource-change";
import { createId } from "./uuid";

/**
 * The part of a writing statement that records the change: a CTE that adds one row for the row that the CTE `written`
 * returned. `$1` is the organization.
 *
 * @param first the number of the first of the six parameters that `changeValues` gives
 * @param after an SQL expression for what the record says came after, when it is known only within the statement
 */
export function insertChange(
  resourceType: "User" | "Group",
  kind: "created" | "updated" | "deleted",
  first: number,
  after = `$${first + 2}::jsonb`,
): string {
  return `change AS (
      INSERT INTO resource_changes
        (id, organization_id, resource_type, resource_id, kind, before, after, actor_kind, actor_id, request_id)
      SELECT $${first}::uuid, $1, '${resourceType}', written.id, '${kind}', $${first + 1}::jsonb, ${after},
        $${first + 3}, $${first + 4}::uuid, ${requestIdOf(first)}
      FROM written
    )`;
}

/** Where `changeValues` has the id of the inbound request, as an SQL expression. `first` is that of `insertChange`. */
export function requestIdOf(first: number): string {
  return `$${first + 5}::uuid`;
}

/** The parameters of `insertChange`. */
export function changeValues(change: ResourceChange): unknown[] {
  const { before, after, actor, requestId } = change;
  return [
    createId(),
    before === undefined || Object.keys(before).length === 0 ? null : JSON.stringify(before),
    after === undefined || Object.keys(after).length === 0 ? null : JSON.stringify(after),
    actor.kind,
    actor.id ?? null,
    requestId ?? null,
  ];
}
