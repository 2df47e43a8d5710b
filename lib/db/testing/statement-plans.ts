import pg from "pg";

/** A statement that was sent to the database. */
export type SentStatement = {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Prepared statements may be planned for any values. */
  readonly isPrepared: boolean;
};

/** Notes every statement that is sent while `act` runs, on whatever connection. */
export async function noteStatements(act: () => Promise<unknown>): Promise<readonly SentStatement[]> {
  const statements = new Map<string, SentStatement>();
  const { query } = pg.Client.prototype;
  const noting = function (this: pg.Client, ...given: unknown[]): unknown {
    const [asked, values] = given as [string | { text?: string; name?: string; values?: unknown[] }, unknown];
    const text = typeof asked === "string" ? asked : asked.text;
    const known = typeof asked === "string" ? values : (asked.values ?? values);
    const isPrepared = typeof asked !== "string" && asked.name !== undefined;
    if (text !== undefined) statements.set(text, { text, values: Array.isArray(known) ? known : [], isPrepared });
    return Reflect.apply(query, this, given);
  };
  pg.Client.prototype.query = noting as typeof query;
  try {
    await act();
  } finally {
    pg.Client.prototype.query = query;
  }
  return [...statements.values()].filter(({ text }) => /^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b/i.test(text));
}

type PlanNode = {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Cond"?: string;
  readonly Filter?: string;
  readonly Plans?: readonly PlanNode[];
};

/**
 * Where a statement reads all of a table, or all of an organization's rows in it, by the plan for these values and, for
 * a prepared statement, by the one for any: `users: Seq Scan`.
 *
 * @param tables those that grow with an organization
 */
export async function findWalks(
  pool: pg.Pool,
  { text, values, isPrepared }: SentStatement,
  tables: ReadonlySet<string>,
): Promise<readonly string[]> {
  const explain = async (statement: string, given?: unknown[]) => {
    const { rows } = await pool.query<{ "QUERY PLAN": [{ Plan: PlanNode }] }>(statement, given);
    return rows[0]?.["QUERY PLAN"][0].Plan;
  };
  const plans = [
    await explain(`EXPLAIN (FORMAT JSON) ${text}`, [...values]),
    ...(isPrepared ? [await explain(`EXPLAIN (FORMAT JSON, GENERIC_PLAN) ${text}`)] : []),
  ];
  return [...new Set(plans.flatMap((plan) => (plan === undefined ? [] : listWalks(plan, tables, undefined, false))))];
}

function listWalks(
  node: PlanNode,
  tables: ReadonlySet<string>,
  parent: PlanNode | undefined,
  isLimited: boolean,
): readonly string[] {
  const limited = isLimited || node["Node Type"] === "Limit";
  const below = (node.Plans ?? []).flatMap((child) => listWalks(child, tables, node, limited));
  // The index of a bitmap scan is read below the node that names the table.
  const isBitmap = node["Node Type"] === "Bitmap Index Scan";
  const table = isBitmap ? findHeap(parent) : node["Relation Name"];
  if (table === undefined || !tables.has(table) || !isWalk(node, limited)) return below;
  return [`${table}: ${node["Node Type"]}`, ...below];
}

function findHeap(parent: PlanNode | undefined): string | undefined {
  return parent?.["Relation Name"];
}

/** A whole table; or a whole organization, unless it is read in order and no further than a page goes. */
function isWalk(node: PlanNode, isLimited: boolean): boolean {
  if (node["Node Type"] === "Seq Scan") return true;
  if (!["Index Scan", "Index Only Scan", "Bitmap Index Scan"].includes(node["Node Type"])) return false;
  const conditions = (node["Index Cond"] ?? "").match(/\w+ (?:=|<|>|@>|~|\^@)/g) ?? [];
  const isNarrow = conditions.some((condition) => !condition.startsWith("organization_id"));
  const isFiltered = /\w/.test((node.Filter ?? "").replace(/\(organization_id = [^)]*\)/, ""));
  return !isNarrow && (!isLimited || isFiltered);
}
