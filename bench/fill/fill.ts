import pg from "pg";
import type { ServerSettings } from "@/lib/db/embedded/postmaster-process";
import type { Amounts, Place } from "./amounts";
import { bareTables } from "./bare-tables";
import { directoryStatements } from "./directory-rows";
import { createFunctions, insertFacts } from "./names";
import { insertCounts, insertRequests } from "./request-rows";

export type FillOptions = {
  /** Connections that work side by side. */
  readonly lanes?: number;
  readonly report?: (text: string) => void;
};

/** How PostgreSQL is started to be filled: what a crash would lose can be filled again. */
export const fillingSettings: ServerSettings = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
  // An index that is made in the transaction that makes its file is not written to the log as well.
  wal_level: "minimal",
  max_wal_senders: "0",
  max_wal_size: "8GB",
  autovacuum: "off",
  shared_buffers: "512MB",
  maintenance_work_mem: "768MB",
};

/** The tables, the largest first. */
const tables = [
  "request_log",
  "users",
  "resource_changes",
  "user_external_ids",
  "group_memberships",
  "groups",
  "group_external_ids",
];

/** So many rows one statement makes. */
const pieceRows = 250_000;

/**
 * Fills an organization with people, groups and their history, and with a month of requests.
 *
 * The rows are made where they are stored, by INSERT ... SELECT: each row follows from its number alone, so that any part of any
 * table can be made at any time, by several connections side by side.
 */
export async function fill(
  databaseUrl: string,
  place: Place,
  amounts: Amounts,
  { lanes = 2, report = () => {} }: FillOptions = {},
): Promise<void> {
  const base = Date.now();
  const clients = await Promise.all(
    Array.from({ length: lanes }, async () => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query("SET statement_timeout = 0; SET jit = off");
      await client.query(createFunctions);
      await client.query(insertFacts, [
        place.organizationId,
        place.clientId,
        base,
        amounts.people,
        amounts.groups,
        amounts.largestGroup,
        amounts.requests,
      ]);
      return client;
    }),
  );
  const [first] = clients;
  if (first === undefined) throw new Error("Nothing can be filled by no connections.");
  try {
    const takenOff = await bareTables(first, tables);
    report("filling in the rows");
    await share(clients, [...insertRequests(amounts.requests, pieceRows), ...directoryStatements(amounts, pieceRows)]);
    report("making the indexes");
    await share(clients, takenOff.indexes);
    report("making the keys");
    for (const constraint of takenOff.constraints) await first.query(constraint);
    report("counting the requests");
    await first.query(insertCounts);
    report("VACUUM ANALYZE");
    await share(
      clients,
      [...tables, "request_counts"].map((table) => `VACUUM (ANALYZE, PARALLEL 0) ${table}`),
    );
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

/** Runs statements, each on the connection that is free first. */
async function share(clients: readonly pg.Client[], statements: readonly string[]): Promise<void> {
  const left = [...statements];
  await Promise.all(
    clients.map(async (client) => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await client.query(next);
    }),
  );
}
