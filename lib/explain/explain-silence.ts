import type { Preset } from "@/lib/directory/client-options";
import type { Card } from "./card";
import { linkToActivity, linkToCredentials, linkToSetup } from "./console-paths";
import { nameAtStart, screensOf } from "./provider-screens";
import { formatDuration } from "./quantities";

/** When a SCIM client called. */
export type SilenceHistory = {
  readonly now: Date;
  readonly client: { readonly id: string; readonly name: string; readonly preset: Preset };
  readonly baseUrl: string;
  readonly state: "active" | "paused";
  /** The latest request that was let in; undefined: there never was one. */
  readonly lastRequestAt: Date | undefined;
  /** How long it usually is between two bursts of requests; undefined while too few were seen. */
  readonly usualGapMs: number | undefined;
};

/** What the documents and explainSilence say of when each of its cards is shown. */
export const silenceRules = [
  {
    number: 31,
    id: "quiet",
    tone: "warning",
    signal:
      "A client that called regularly has been silent for more than three times as long as usual, and for an hour at least.",
  },
  { number: 32, id: "never-called", tone: "info", signal: "No request of a client was ever let in." },
] as const;

const [quietRule, neverRule] = silenceRules;
const silenceFactor = 3;
/** However often a client usually calls, an hour of silence means nothing. */
const leastSilenceMs = 3_600_000;

/** Whether a client that called regularly has been silent for longer than its rhythm explains. */
export function isQuiet({
  now,
  lastRequestAt,
  usualGapMs,
}: Pick<SilenceHistory, "now" | "lastRequestAt" | "usualGapMs">): boolean {
  if (lastRequestAt === undefined || usualGapMs === undefined) return false;
  return now.getTime() - lastRequestAt.getTime() > Math.max(usualGapMs * silenceFactor, leastSilenceMs);
}

/** Explains why nothing comes from a SCIM client; undefined where something does, or where it is paused. */
export function explainSilence(history: SilenceHistory): Card | undefined {
  const { client, state, lastRequestAt, usualGapMs, now } = history;
  if (state === "paused") return undefined;
  if (lastRequestAt === undefined) return explainNever(history);
  if (usualGapMs === undefined || !isQuiet(history)) return undefined;
  const screens = screensOf(client.preset);
  const silence = formatDuration(now.getTime() - lastRequestAt.getTime());
  return {
    ...base(quietRule),
    title: `${client.name} has been quiet for ${silence}`,
    meaning: `It usually calls every ${formatDuration(usualGapMs).replace(/^1 /, "")}. Changes at the identity provider do not arrive until it calls again.`,
    cause:
      client.preset === "entra"
        ? "Provisioning was stopped, or Entra put the job into quarantine and tries only once a day."
        : `${nameAtStart(screens)} has stopped sending, or cannot reach this server any more.`,
    steps: [screens.status, screens.test, screens.sendAgain],
    links: [linkToActivity(client.id), linkToCredentials(client.id)],
  };
}

function explainNever({ client, baseUrl }: SilenceHistory): Card {
  const screens = screensOf(client.preset);
  const url = new URL(baseUrl);
  const isLocal = /^(?:localhost|127\.|\[::1\])/.test(url.hostname) || url.hostname.endsWith(".localhost");
  const reach = isLocal
    ? `This server's address is ${url.origin}, which only programs on the same machine reach. For an identity provider in the cloud set ROSTER_URL to a public address.`
    : `See from outside whether ${baseUrl}/ServiceProviderConfig answers: it needs no token.`;
  const plain =
    url.protocol === "http:" && !isLocal ? ["Serve it by https: most identity providers call nothing else."] : [];
  return {
    ...base(neverRule),
    title: "Nothing has reached us yet",
    meaning: `No request of ${client.name} was let in so far. It appears here within seconds when one is.`,
    cause:
      "The identity provider was not set up yet, is set to another address, or something in between stops its requests.",
    steps: [
      reach,
      ...plain,
      `In ${screens.name} open ${screens.urlField}: it must be exactly ${baseUrl}.`,
      screens.test,
      "A firewall for web applications may drop what it does not know: Entra and OneLogin send requests without a User-Agent.",
      `${nameAtStart(screens)} sends people only once some are assigned: see ${screens.assignment}.`,
    ],
    copy: { name: "the base URL", text: baseUrl },
    links: [linkToSetup(client.id), linkToCredentials(client.id)],
  };
}

function base({ number, id, tone }: (typeof silenceRules)[number]) {
  return { number, id, tone, anchor: anchorOf(number, id), isOrdinary: false };
}

/** Where the documents speak of a card. */
export function anchorOf(number: number, id: string): string {
  return `docs/explanations.md#${number}-${id}`;
}
