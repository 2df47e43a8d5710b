import { countDirectory, type DirectoryFigures } from "@/lib/db/directory-figures";
import { readEnvironment } from "@/lib/env";
import type { Access } from "./access";
import { type Concern, listConcerns } from "./list-concerns";
import type { HistogramBar } from "./requests/histogram";
import { type ActivityRow, countActivityBars, listLatestActivity } from "./requests/view-activity";
import { listScimClientRows, type ScimClientRow } from "./scim-client-table";
import { listTargets } from "./targets/view-target";

/** What the first page of the console shows. */
export type Overview = {
  readonly figures: DirectoryFigures;
  /** The ones that need somebody first. */
  readonly clients: readonly ScimClientRow[];
  /** What needs attention, the most pressing first. */
  readonly concerns: readonly Concern[];
  /** What changed or failed last, the latest first. */
  readonly latest: readonly ActivityRow[];
  /** Of the last 24 hours. */
  readonly bars: readonly HistogramBar[];
};

const latestShown = 10;

/** What stands out in the organization now. */
export async function viewOverview(access: Access, now: Date): Promise<Overview> {
  const { database, organization } = access;
  const [figures, clients, latest, bars, targets] = await Promise.all([
    countDirectory(database, organization.id),
    listScimClientRows(access, { sort: "state", isDescending: false }, now),
    listLatestActivity(access, { range: "7d", view: "changes" }, latestShown, now),
    countActivityBars(access, { range: "24h", view: "all" }, now),
    listTargets(database, organization.subdomain, now),
  ]);
  const { rosterUrl } = readEnvironment();
  return {
    figures,
    clients,
    concerns: listConcerns({ figures, clients, targets: targets.ok ? targets.value : [], rosterUrl, now }),
    latest,
    bars,
  };
}
