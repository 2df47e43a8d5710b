import { type ListedAuditEvent, listAuditEvents } from "@/lib/db/audit-event-list";
import type { Access } from "./access";
import { formatCsv } from "./csv";
import { describeAuditEvent } from "./describe-audit-event";

/** What the list of acts is narrowed by, as the address of the page has it. */
export type AuditFilter = {
  readonly text?: string;
  readonly kind?: AuditKind;
  /** Days of the calendar in UTC, such as "2026-11-28", both included. */
  readonly from?: string;
  readonly until?: string;
};

export type AuditEntry = {
  readonly id: string;
  /** ISO 8601 */
  readonly at: string;
  readonly actor: string;
  /** The person's id, where it was one who is still there. */
  readonly actorId: string | undefined;
  readonly sentence: string;
  readonly action: string;
  readonly subject: string;
  /** What else is known of the act, as indented JSON; undefined when nothing is. */
  readonly details: string | undefined;
};

const pageSize = 50;
const exportPageSize = 500;
const dayMs = 24 * 60 * 60 * 1000;

/** What an act can be about: what its action begins with, and the word for it. */
export const auditKinds = {
  scimClient: "SCIM clients",
  accessToken: "Access tokens",
  clientSecret: "Client secrets",
  workloadTrust: "Workload trusts",
  target: "Targets",
  user: "People",
  group: "Groups",
  stream: "Streams",
  account: "Accounts",
  invitation: "Invitations",
  owner: "Owners",
  customAttribute: "Custom attributes",
  organization: "Organization",
  simulator: "Simulator",
} as const;

export type AuditKind = keyof typeof auditKinds;

/** Whether `text` is something an act can be about. */
export function isAuditKind(text: string): text is AuditKind {
  return Object.hasOwn(auditKinds, text);
}

/**
 * A page of the acts in the organization, the latest first.
 *
 * @param position the id of an event: `before` for earlier ones, `after` for the ones just later
 */
export async function viewAuditLog(
  { database, organization }: Access,
  filter: AuditFilter,
  position: { readonly before?: string; readonly after?: string } = {},
) {
  const query = { ...readFilter(filter), ...position, limit: pageSize + 1 };
  const found = await listAuditEvents(database.prisma, organization.id, query);
  const isBackwards = position.after !== undefined;
  const hasMore = found.length > pageSize;
  const events = hasMore ? (isBackwards ? found.slice(1) : found.slice(0, pageSize)) : found;
  const hasNewer = isBackwards ? hasMore : position.before !== undefined;
  const hasOlder = isBackwards || hasMore;
  return {
    entries: events.map(createEntry),
    newer: hasNewer ? events.at(0)?.id : undefined,
    older: hasOlder ? events.at(-1)?.id : undefined,
  };
}

/** All acts that fit, in pieces of a file. */
export async function* exportAuditLog(
  { database, organization }: Access,
  filter: AuditFilter,
  format: "csv" | "ndjson",
): AsyncGenerator<string> {
  if (format === "csv") yield formatCsv([["at", "actor", "actorId", "action", "subject", "sentence", "details"]]);
  const query = { ...readFilter(filter), limit: exportPageSize };
  for (let before: string | undefined; ; ) {
    const events = await listAuditEvents(database.prisma, organization.id, {
      ...query,
      ...(before === undefined ? {} : { before }),
    });
    if (events.length > 0)
      yield format === "csv" ? formatCsv(events.map(createCsvRow)) : events.map(formatLine).join("");
    before = events.at(-1)?.id;
    if (before === undefined || events.length < exportPageSize) return;
  }
}

function readFilter({ text, kind, from, until }: AuditFilter) {
  const start = readDay(from);
  const end = readDay(until);
  return {
    ...(text === undefined || text.trim() === "" ? {} : { text: text.trim().slice(0, 200) }),
    ...(kind === undefined ? {} : { kind }),
    ...(start === undefined ? {} : { from: start }),
    ...(end === undefined ? {} : { until: new Date(end.getTime() + dayMs) }),
  };
}

function readDay(text: string | undefined): Date | undefined {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) ? undefined : day;
}

function createEntry(event: ListedAuditEvent): AuditEntry {
  const { id, at, action, subject, details, actorName, actorId } = event;
  return {
    id,
    at: at.toISOString(),
    actor: describeActor(event),
    actorId: actorName === undefined ? undefined : (actorId ?? undefined),
    sentence: describeAuditEvent(event),
    action,
    subject,
    details: details === null ? undefined : JSON.stringify(details, null, 2),
  };
}

function createCsvRow(event: ListedAuditEvent) {
  const { at, actorId, action, subject, details } = event;
  const rest = details === null ? "" : JSON.stringify(details);
  return [at.toISOString(), describeActor(event), actorId, action, subject, describeAuditEvent(event), rest];
}

function formatLine(event: ListedAuditEvent): string {
  const { id, at, actorKind, actorId, action, subject, details } = event;
  const line = { id, at, actor: describeActor(event), actorKind, actorId, action, subject, details };
  return `${JSON.stringify({ ...line, sentence: describeAuditEvent(event) })}\n`;
}

/** Who acted, in words. */
function describeActor({ actorKind, actorName }: ListedAuditEvent): string {
  switch (actorKind) {
    case "operator":
      return "Command line";
    case "setupLink":
      return "Setup link";
    case "person":
      return actorName ?? "Somebody who is not here any more";
    default:
      return "Roster";
  }
}
