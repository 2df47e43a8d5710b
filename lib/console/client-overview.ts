import { listHoursOfRequests } from "@/lib/db/client-traffic";
import { resolveClientOptions } from "@/lib/directory/client-options";
import type { Card } from "@/lib/explain/card";
import { explainSilence } from "@/lib/explain/explain-silence";
import type { Access } from "./access";
import { readClientFigures } from "./client-figures";
import { type ClientHealth, judgeClients } from "./client-health";
import { describeCredentials, type ShownToken } from "./credentials-page";
import type { OpenScimClient } from "./find-open-client";
import { type Concern, judgeClient } from "./list-concerns";
import type { HistogramBar } from "./requests/histogram";
import { type ActivityRow, countActivityBars, listLatestActivity } from "./requests/view-activity";
import { getScimBaseUrl } from "./setup-page";

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const weekDays = 7;
const barHours = 6;
const latestShown = 10;

/** What the first tab of a SCIM client shows. */
export type ClientOverview = ClientHealth & {
  /** Undefined while many are counted for the first time. */
  readonly provisioned: { readonly active: number; readonly inactive: number; readonly groups: number } | undefined;
  /** Of the last seven days, each of six hours, the earliest first. */
  readonly week: readonly { readonly requests: number; readonly failed: number }[];
  readonly concerns: readonly Concern[];
  /** Why nothing comes from it, where nothing does. */
  readonly silence: Card | undefined;
  /** The latest changes and failures. */
  readonly latest: readonly ActivityRow[];
  /** Of the last 24 hours. */
  readonly bars: readonly HistogramBar[];
};

/** How a SCIM client is, what it manages, and what it did. */
export async function viewClientOverview(access: Access, client: OpenScimClient, now: Date): Promise<ClientOverview> {
  const { database, organization } = access;
  const { id } = client;
  const since = new Date(now.getTime() - weekDays * dayMs);
  const [healths, { figures }, hours, latest, bars, credentials] = await Promise.all([
    judgeClients(access, [client], now),
    readClientFigures(access, now),
    listHoursOfRequests(database, organization.id, { since, scimClientId: id }),
    listLatestActivity(access, { range: "30d", view: "changes", client: id }, latestShown, now),
    countActivityBars(access, { range: "24h", view: "all", client: id }, now),
    describeCredentials(access, client, now),
  ]);
  const health = healths.get(id);
  if (health === undefined) throw new Error(`The SCIM client ${id} was not judged.`);
  const counted = figures?.find(({ scimClientId }) => scimClientId === id);
  const week = Array.from({ length: (weekDays * 24) / barHours }, (_, index) => {
    const from = since.getTime() + index * barHours * hourMs;
    const within = hours.filter(({ hour }) => hour.getTime() >= from && hour.getTime() < from + barHours * hourMs);
    return {
      requests: within.reduce((sum, { requests }) => sum + requests, 0),
      failed: within.reduce((sum, { failed }) => sum + failed, 0),
    };
  });
  const { lastRequestAt, usualGapMs } = health;
  const silence = explainSilence({
    now,
    client,
    baseUrl: getScimBaseUrl(),
    state: client.state,
    lastRequestAt,
    usualGapMs,
  });
  return {
    ...health,
    silence,
    provisioned: figures && {
      active: counted?.activePeople ?? 0,
      inactive: counted?.inactivePeople ?? 0,
      groups: counted?.groups ?? 0,
    },
    week,
    concerns: [
      // The explanation of a silence says more than the concern about it.
      ...(silence === undefined ? judgeClient({ id, ...health }, now) : []),
      ...judgeSetting(client, credentials.tokens, now),
    ],
    latest,
    bars,
  };
}

/** What is worth a look about how the client is set up. */
function judgeSetting(client: OpenScimClient, tokens: readonly ShownToken[], now: Date): readonly Concern[] {
  const href = `/scim-clients/${client.id}/credentials`;
  const live = tokens.filter(({ state }) => state === "live");
  const concerns: Concern[] = [];
  if (live.length > 1) {
    concerns.push({
      tone: "info",
      sentence: "Two tokens are valid. End the old one once the new one is in use.",
      action: { name: "Go on with the rotation", href },
    });
  }
  for (const { label } of live.filter(({ isCreatorGone }) => isCreatorGone)) {
    concerns.push({
      tone: "info",
      sentence: `The token ${label} was issued by someone who is no longer here, and may have kept it.`,
      action: { name: "Rotate it", href },
    });
  }
  const unused = live.filter(
    ({ lastUse, created }) => lastUse === undefined && now.getTime() - Date.parse(created) > weekDays * dayMs,
  );
  for (const { label } of unused) {
    concerns.push({
      tone: "info",
      sentence: `The token ${label} was never used in more than ${weekDays} days.`,
      action: { name: "Revoke it", href },
    });
  }
  if (resolveClientOptions(client.preset, client.overrides).highestGrantableRole === "owner") {
    concerns.push({
      tone: "warning",
      sentence: `${client.providerName} may make people owners of this organization.`,
      action: { name: "Look at the option", href: `/scim-clients/${client.id}/options` },
    });
  }
  return concerns;
}
