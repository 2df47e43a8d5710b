import { describeValues } from "@/lib/console/directory/describe-value";
import { readParam, type SearchParams } from "@/lib/console/directory/list-position";
import { countFindings, type FindingRow, findLastReading, listFindings } from "@/lib/db/run-findings";
import type { StoredRun } from "@/lib/db/sync-runs";
import type { StoredTarget } from "@/lib/db/targets";
import { countUnmanaged, listUnmanaged, type UnmanagedRow } from "@/lib/db/unmanaged-resources";
import { isUuid } from "@/lib/db/uuid";
import type { JsonValue } from "@/lib/scim/json";
import type { Access } from "../access";
import type { ResourceStanding } from "./resource-standing";

export const driftParts = { drift: "Changed there", missing: "Missing there", unmanaged: "Not managed" } as const;

export type DriftPart = keyof typeof driftParts;

export type DriftQuery = { readonly part: DriftPart; readonly ignored: boolean; readonly after?: string };

/** One attribute that was found to be otherwise. */
export type DriftLine = {
  readonly path: string;
  readonly expected: readonly string[];
  readonly found: readonly string[];
};

/** A person or group that the last reading found changed or missing. */
export type ShownFinding = Pick<FindingRow, "resourceType" | "resourceId" | "label"> & {
  readonly standing: ResourceStanding;
  readonly lines: readonly DriftLine[];
  readonly remoteId: string;
  /** Whether it can be put right from here. */
  readonly mayOverwrite: boolean;
  readonly isIgnored: boolean;
};

export type DriftReport = {
  /** The run by which this is known, the last one; undefined when there is none. */
  readonly run: StoredRun | undefined;
  readonly counts: {
    readonly drift: number;
    readonly missing: number;
    readonly unmanaged: number;
    readonly ignored: number;
  };
  readonly findings: readonly ShownFinding[];
  readonly unmanaged: readonly UnmanagedRow[];
  readonly next: string | undefined;
};

const pageSize = 50;

/** What an address asks for. */
export function readDriftQuery(params: SearchParams): DriftQuery {
  const part = readParam(params, "part") ?? "";
  const after = readParam(params, "after");
  const known = Object.hasOwn(driftParts, part) ? (part as DriftPart) : "drift";
  const isPlace = after !== undefined && (known === "unmanaged" ? /^(User|Group) ./.test(after) : isUuid(after));
  return { part: known, ignored: readParam(params, "ignored") === "1", ...(isPlace ? { after } : {}) };
}

/** The address of a page of the report. */
export function formatDriftQuery({ part, ignored, after }: DriftQuery): string {
  const params = new URLSearchParams({
    ...(part === "drift" ? {} : { part }),
    ...(ignored ? { ignored: "1" } : {}),
    ...(after === undefined ? {} : { after }),
  });
  return params.size === 0 ? "" : `?${params}`;
}

/** What the last reading of the target found to be otherwise than Roster left it. */
export async function viewDrift(
  { database }: Pick<Access, "database">,
  target: Pick<StoredTarget, "id">,
  { part, ignored, after }: DriftQuery,
): Promise<DriftReport> {
  const latest = await findLastReading(database.prisma, target.id);
  // A plan keeps nothing of what is not managed.
  const run = part === "unmanaged" ? await findLastReading(database.prisma, target.id, "reconcile") : latest;
  const page = { limit: pageSize + 1, ...(after === undefined ? {} : { after }) };
  const [found, others, rows, unmanaged] = await Promise.all([
    latest === undefined ? { drift: 0, missing: 0 } : countFindings(database.prisma, latest.id),
    countUnmanaged(database.prisma, target.id),
    run === undefined || part === "unmanaged" ? [] : listFindings(database, target.id, run.id, part, page),
    part === "unmanaged" ? listUnmanaged(database, target.id, { ignored }, page) : [],
  ]);
  const shown = rows.slice(0, pageSize);
  const shownUnmanaged = unmanaged.slice(0, pageSize);
  const lastUnmanaged = shownUnmanaged.at(-1);
  return {
    run,
    counts: { ...found, unmanaged: others.open, ignored: others.ignored },
    findings: shown.map(showFinding),
    unmanaged: shownUnmanaged,
    next:
      rows.length > pageSize
        ? shown.at(-1)?.resourceId
        : unmanaged.length > pageSize && lastUnmanaged !== undefined
          ? `${lastUnmanaged.resourceType} ${lastUnmanaged.remoteId}`
          : undefined,
  };
}

function showFinding(row: FindingRow): ShownFinding {
  const { resourceType, resourceId, label, finding, state, waits, linkState } = row;
  const isIgnored = linkState === "ignored";
  const lines =
    finding.kind === "drift"
      ? [
          ...finding.drift.map(({ path, expected, found }) => ({
            path,
            expected: describeValues(expected as JsonValue | undefined),
            found: describeValues(found as JsonValue | undefined),
          })),
          ...describeMembers(finding.members),
        ]
      : [];
  return {
    resourceType,
    resourceId,
    label,
    remoteId: finding.remoteId,
    lines,
    standing: judgeFinding(row, isIgnored),
    mayOverwrite: !waits && !isIgnored && state !== "done" && state !== "queued",
    isIgnored,
  };
}

function describeMembers(
  members: { readonly extra: readonly string[]; readonly missing: readonly string[] } | undefined,
): readonly DriftLine[] {
  if (members === undefined || members.extra.length + members.missing.length === 0) return [];
  const tell = (count: number, what: string) => (count === 0 ? [] : [`${count.toLocaleString("en")} ${what}`]);
  return [
    {
      path: "members",
      expected: tell(members.missing.length, "that are missing"),
      found: tell(members.extra.length, "that Roster did not add"),
    },
  ];
}

function judgeFinding({ state, waits, detail }: FindingRow, isIgnored: boolean): ResourceStanding {
  const told = detail === undefined ? {} : { sentence: detail };
  if (isIgnored) return { tone: "neutral", word: "Ignored" };
  if (state === "done") return { tone: "success", word: "Put right", ...told };
  if (waits || state === "queued") return { tone: "waiting", word: "Being put right" };
  if (state === "failed") return { tone: "danger", word: "Failed", ...told };
  if (state === "held") return { tone: "danger", word: "Held", ...told };
  return { tone: "warning", word: "As it was found", ...told };
}
