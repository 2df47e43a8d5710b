import type pg from "pg";

/** What was taken off the tables, as the statements that bring it back. */
export type TakenOff = {
  /** May run side by side. */
  readonly indexes: readonly string[];
  /** Lock both of their tables: one after another, when the indexes are there. */
  readonly constraints: readonly string[];
};

/**
 * Takes the indexes and the keys off tables: an index is made in one go once the rows are there, many times faster than row by
 * row, and a foreign key is then checked by one join.
 */
export async function bareTables(client: pg.Client, tables: readonly string[]): Promise<TakenOff> {
  const select = async (text: string) => (await client.query<{ drop: string; create: string }>(text, [tables])).rows;
  const foreignKeys = await select(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS create
     FROM pg_constraint
     WHERE contype = 'f' AND (conrelid = ANY($1::text[]::regclass[]) OR confrelid = ANY($1::text[]::regclass[]))`,
  );
  const primaryKeys = await select(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
       format('ALTER TABLE %s ADD CONSTRAINT %I PRIMARY KEY USING INDEX %I', conrelid::regclass, conname, conname) AS create
     FROM pg_constraint WHERE contype = 'p' AND conrelid = ANY($1::text[]::regclass[])`,
  );
  // Those that take longest come first.
  const indexes = await select(
    `SELECT format('DROP INDEX IF EXISTS %s', indexrelid::regclass) AS drop, pg_get_indexdef(indexrelid) AS create
     FROM pg_index JOIN pg_class c ON c.oid = indexrelid JOIN pg_am a ON a.oid = c.relam
     WHERE indrelid = ANY($1::text[]::regclass[]) ORDER BY array_position($1::text[]::regclass[], indrelid::regclass), amname DESC`,
  );
  for (const { drop } of [...foreignKeys, ...primaryKeys, ...indexes]) await client.query(drop);
  return {
    indexes: indexes.map(({ create }) => create),
    constraints: [...primaryKeys, ...foreignKeys].map(({ create }) => create),
  };
}
