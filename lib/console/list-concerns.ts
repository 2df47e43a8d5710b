import type { DirectoryFigures } from "@/lib/db/directory-figures";
import type { ScimClientRow } from "./scim-client-table";
import { judgeTargetConcerns } from "./targets/target-concerns";
import type { ListedTarget } from "./targets/view-target";

/** Something that somebody should look at, with the one thing to do about it. */
export type Concern = {
  readonly tone: "danger" | "warning" | "info";
  readonly sentence: string;
  readonly action: { readonly name: string; readonly href: string };
};

type Facts = {
  readonly figures: DirectoryFigures;
  readonly clients: readonly ScimClientRow[];
  readonly targets: readonly ListedTarget[];
  readonly rosterUrl: string;
  readonly now: Date;
};

const dayMs = 24 * 60 * 60 * 1000;
/** From so many days before its end a token is spoken of. */
const reminderDays = 30;
const tones = ["danger", "warning", "info"];

/** What needs attention, the most pressing first; empty when nothing does. */
export function listConcerns(facts: Facts): readonly Concern[] {
  const concerns = [
    ...facts.targets.flatMap(judgeTargetConcerns),
    ...facts.clients.flatMap((client) => judgeClient(client, facts.now)),
    ...judgeOrganization(facts),
  ];
  return concerns.toSorted((a, b) => tones.indexOf(a.tone) - tones.indexOf(b.tone));
}

/** What needs attention about one SCIM client. */
export function judgeClient(
  { id, health, accessEndsAt }: Pick<ScimClientRow, "id" | "health" | "accessEndsAt">,
  now: Date,
): readonly Concern[] {
  const credentials = { name: "Rotate the token", href: `/scim-clients/${id}/credentials` };
  switch (health.state) {
    case "healthy":
      return endsSoon(accessEndsAt, now)
        ? [{ tone: "info", sentence: `${health.sentence} Its token ends soon.`, action: credentials }]
        : [];
    case "waiting":
      return [
        {
          tone: "info",
          sentence: health.sentence,
          action: { name: "Continue setting up", href: `/scim-clients/${id}/setup` },
        },
      ];
    case "tokenExpiring":
      return [{ tone: "warning", sentence: health.sentence, action: credentials }];
    case "authenticationFailing":
      return [
        {
          tone: "danger",
          sentence: health.sentence,
          action: { name: "See why", href: `/scim-clients/${id}/activity` },
        },
      ];
    case "paused":
      return [
        { tone: "warning", sentence: health.sentence, action: { name: "Resume", href: `/scim-clients/${id}/danger` } },
      ];
    case "quiet":
    case "failing":
    case "quarantineRisk":
      return [
        {
          tone: health.tone === "danger" ? "danger" : "warning",
          sentence: health.sentence,
          action: { name: "See what happened", href: `/scim-clients/${id}/activity` },
        },
      ];
  }
}

function endsSoon(endsAt: Date | null | undefined, now: Date): boolean {
  return endsAt !== null && endsAt !== undefined && endsAt.getTime() - now.getTime() < reminderDays * dayMs;
}

function judgeOrganization({ figures, clients, rosterUrl }: Facts): readonly Concern[] {
  const concerns: Concern[] = [];
  if (figures.activeOwners === 1 && clients.length > 0) {
    concerns.push({
      tone: "info",
      sentence:
        "There is one owner. With a second one nobody is locked out when the first is away; make it somebody whom no identity provider can deactivate.",
      action: { name: "Choose somebody", href: "/people" },
    });
  }
  if (clients.length > 0 && isLocal(rosterUrl)) {
    concerns.push({
      tone: "info",
      sentence: `Roster is at ${rosterUrl}. An identity provider in the cloud cannot reach that: set ROSTER_URL to a public https address, with a proxy or tunnel before it.`,
      action: { name: "See the base URL", href: `/scim-clients/${clients[0]?.id ?? ""}/setup` },
    });
  }
  return concerns;
}

function isLocal(rosterUrl: string): boolean {
  const { hostname } = new URL(rosterUrl);
  return hostname === "localhost" || hostname.endsWith(".localhost") || /^(127\.|\[::1\])/.test(hostname);
}
