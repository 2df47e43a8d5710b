import { z } from "zod";
import {
  type RequestAction,
  type RequestAgent,
  type RequestOutcome,
  requestAgents,
} from "@/lib/explain/logged-exchange";
import { isAction, isOutcome } from "./words";

/** Times that the list can be confined to, counted back from now. */
export const activityRanges = {
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "90d": "Last 90 days",
} as const;

export type ActivityRange = keyof typeof activityRanges;

/** "changes" hides what changed nothing: reads, and writes that found everything as they asked for. */
export const activityViews = {
  changes: "Changes and failures",
  all: "Every request",
  bursts: "Grouped",
} as const;

export type ActivityView = keyof typeof activityViews;

/** What the list is narrowed by, as the address of the page has it. */
export type ActivityQuery = {
  readonly range: ActivityRange;
  /** ISO 8601; they take the place of `range`. */
  readonly from?: string;
  readonly until?: string;
  readonly view: ActivityView;
  readonly outcome?: RequestOutcome;
  readonly action?: RequestAction;
  /** A SCIM client's id, or "none": those of which none could be told. */
  readonly client?: string;
  readonly agent?: RequestAgent;
  /** "2" for 200 to 299, and so on. */
  readonly status?: string;
  /** A person's or group's id. */
  readonly resource?: string;
  readonly text?: string;
};

export type ActivityParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/** By what facets the list can be narrowed. */
export const activityFacets = ["outcome", "action", "client", "agent", "status"] as const;

export type ActivityFacet = (typeof activityFacets)[number];

const defaults = { range: "7d", view: "changes" } as const;
/** As a date field writes it, or as we do. Without a zone it is UTC. */
const moment = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z?)?$/;

const readers = {
  range: z.enum(Object.keys(activityRanges) as [ActivityRange, ...ActivityRange[]]),
  view: z.enum(Object.keys(activityViews) as [ActivityView, ...ActivityView[]]),
  from: z.string().regex(moment).transform(readMoment).pipe(z.string()),
  until: z.string().regex(moment).transform(readMoment).pipe(z.string()),
  outcome: z.string().refine(isOutcome),
  action: z.string().refine(isAction),
  client: z.union([z.literal("none"), z.uuid()]),
  agent: z.enum(requestAgents),
  status: z.enum(["2", "3", "4", "5"]),
  resource: z.uuid().toLowerCase(),
  text: z.string().trim().min(1).max(200),
};

/** The filters that an address names; what makes no sense is passed over. */
export function readActivityQuery(params: ActivityParams): ActivityQuery {
  const read: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(readers)) {
    const parsed = schema.safeParse(params[name]);
    if (parsed.success) read[name] = parsed.data;
  }
  return { ...defaults, ...read };
}

/** The id of a request after or before which the page begins. */
export function readActivityPosition({ before, after }: ActivityParams): { before?: string; after?: string } {
  const [isBefore, isAfter] = [z.uuid().safeParse(before), z.uuid().safeParse(after)];
  return {
    ...(isBefore.success ? { before: isBefore.data } : {}),
    ...(isAfter.success ? { after: isAfter.data } : {}),
  };
}

/** The parameters of an address with these filters; defaults are left out. */
export function formatActivityQuery(query: ActivityQuery, more: Readonly<Record<string, string>> = {}): string {
  const { range, view, ...others } = query;
  const params = new URLSearchParams({
    ...(range === defaults.range ? {} : { range }),
    ...(view === defaults.view ? {} : { view }),
    ...others,
    ...more,
  });
  return params.size === 0 ? "" : `?${params}`;
}

function readMoment(text: string): string | undefined {
  const at = new Date(text.includes("T") ? (text.endsWith("Z") ? text : `${text}Z`) : `${text}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
