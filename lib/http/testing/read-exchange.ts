import { createExchange } from "@/lib/console/requests/create-exchange";
import { listChangesOfRequest } from "@/lib/db/request-changes";
import { findRequestRow, listRequestRows } from "@/lib/db/request-list";
import type { LoggedExchange } from "@/lib/explain/logged-exchange";
import type { EndpointFixture, TestAnswer } from "./endpoint-fixture";

const mostChanges = 50;

/** A logged request: as its own page has it, with bodies and changes, and as a line of a list has it. */
export type ReadExchange = { readonly whole: LoggedExchange; readonly listed: LoggedExchange };

/** Reads the logged request that an answer has, as the console reads it for the owners of the organization. */
export async function readExchange(
  fixture: EndpointFixture,
  organizationId: string,
  answer: TestAnswer,
): Promise<ReadExchange> {
  const { id } = await fixture.readLogRow(answer);
  const { database } = fixture;
  const row = await findRequestRow(database, organizationId, id);
  const [latest] = await listRequestRows(database, organizationId, {}, { limit: 1 });
  if (row === undefined || latest?.id !== id) throw new Error("The owners of the organization cannot see the request.");
  const request = { id, at: row.at, durationMs: row.duration_ms };
  const changes = await listChangesOfRequest(database, organizationId, request, mostChanges);
  return { whole: createExchange(row, changes), listed: createExchange(latest) };
}
