import type { Database } from "./pool";
import { readRun, type StoredRun } from "./sync-runs";

/** How many people or groups a target has of ours, by how they stand there. */
export type LinkFigures = {
  readonly creating: number;
  readonly linked: number;
  readonly deactivated: number;
  readonly left: number;
  readonly ignored: number;
};

/** What waits to be done. */
export type JobFigures = {
  readonly total: number;
  /** To be done now. */
  readonly due: number;
  /** Failed, and to be tried again at some time. */
  readonly failing: number;
  /** Held by the breaker until somebody decides. */
  readonly held: number;
  readonly oldestQueuedAt: Date | undefined;
};

/** What a target's row in a list says. */
export type TargetFigures = {
  readonly people: LinkFigures;
  readonly groups: LinkFigures;
  /** Resources that are not as they should be, by the kind of their problem. */
  readonly problems: {
    readonly invalid: number;
    readonly conflict: number;
    readonly refused: number;
    readonly failing: number;
  };
  /** Resources that the last reconcile found changed at the target. */
  readonly drifted: number;
  readonly jobs: JobFigures;
  /** The latest reconcile, under way or over. */
  readonly lastReconcile: StoredRun | undefined;
  readonly lastPlan: StoredRun | undefined;
};

const noLinks: LinkFigures = { creating: 0, linked: 0, deactivated: 0, left: 0, ignored: 0 };
const noProblems: TargetFigures["problems"] = { invalid: 0, conflict: 0, refused: 0, failing: 0 };
const noJobs: JobFigures = { total: 0, due: 0, failing: 0, held: 0, oldestQueuedAt: undefined };

/** The figures of these targets, by their ids: a statement a table, however many targets there are. */
export async function countTargetFigures(
  { pool, prisma }: Pick<Database, "pool" | "prisma">,
  targetIds: readonly string[],
): Promise<ReadonlyMap<string, TargetFigures>> {
  const [states, problems, drifts, jobs, runs] = await Promise.all([
    // Each of these three is answered by an index of its own: a link's row is wide, and there may be a million.
    pool.query<{ target: string; type: string; state: keyof LinkFigures; count: number }>(
      `SELECT target_id AS target, resource_type AS type, state::text AS state, count(*)::int AS count
       FROM resource_links WHERE target_id = ANY($1::uuid[]) GROUP BY target_id, resource_type, resource_links.state`,
      [targetIds],
    ),
    pool.query<{ target: string; problem: keyof TargetFigures["problems"]; count: number }>(
      `SELECT target_id AS target, problem ->> 'kind' AS problem, count(*)::int AS count FROM resource_links
       WHERE target_id = ANY($1::uuid[]) AND problem IS NOT NULL AND state <> 'ignored' GROUP BY 1, 2`,
      [targetIds],
    ),
    pool.query<{ target: string; count: number }>(
      `SELECT target_id AS target, count(*)::int AS count FROM resource_links
       WHERE target_id = ANY($1::uuid[]) AND drift IS NOT NULL AND drift <> '[]' GROUP BY 1`,
      [targetIds],
    ),
    pool.query<{ target: string; oldest: Date } & Omit<JobFigures, "oldestQueuedAt">>(
      `SELECT target_id AS target, count(*)::int AS total, count(*) FILTER (WHERE NOT held AND run_at <= now())::int AS due,
         count(*) FILTER (WHERE NOT held AND attempts > 0)::int AS failing, count(*) FILTER (WHERE held)::int AS held,
         min(queued_at) AS oldest
       FROM sync_jobs WHERE target_id = ANY($1::uuid[]) GROUP BY 1`,
      [targetIds],
    ),
    prisma.syncRun.findMany({
      where: { targetId: { in: [...targetIds] } },
      distinct: ["targetId", "kind"],
      orderBy: [{ targetId: "asc" }, { kind: "asc" }, { id: "desc" }],
    }),
  ]);
  return new Map(
    targetIds.map((id) => {
      const own = states.rows.filter(({ target }) => target === id);
      const job = jobs.rows.find(({ target }) => target === id);
      const latest = runs.filter(({ targetId }) => targetId === id).map(readRun);
      return [
        id,
        {
          people: sumStates(own.filter(({ type }) => type === "User")),
          groups: sumStates(own.filter(({ type }) => type === "Group")),
          problems: sumProblems(problems.rows.filter(({ target }) => target === id)),
          drifted: drifts.rows.find(({ target }) => target === id)?.count ?? 0,
          jobs: job === undefined ? noJobs : readJobs(job),
          lastReconcile: latest.find(({ kind }) => kind === "reconcile"),
          lastPlan: latest.find(({ kind }) => kind === "plan"),
        },
      ];
    }),
  );
}

function sumStates(rows: readonly { readonly state: keyof LinkFigures; readonly count: number }[]): LinkFigures {
  const sum = { ...noLinks };
  for (const { state, count } of rows) sum[state] += count;
  return sum;
}

function sumProblems(
  rows: readonly { readonly problem: keyof TargetFigures["problems"]; readonly count: number }[],
): TargetFigures["problems"] {
  const sum = { ...noProblems };
  for (const { problem, count } of rows) sum[problem] += count;
  return sum;
}

function readJobs({
  total,
  due,
  failing,
  held,
  oldest,
}: { readonly oldest: Date } & Omit<JobFigures, "oldestQueuedAt">): JobFigures {
  return { total, due, failing, held, oldestQueuedAt: oldest };
}
