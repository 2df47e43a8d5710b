import { type AttemptDetails, findAttempt, listAttempts } from "@/lib/db/sync-attempts";
import { findTargetResource, type TargetResourceDetails } from "@/lib/db/target-resources";
import type { StoredTarget } from "@/lib/db/targets";
import { isUuid } from "@/lib/db/uuid";
import type { Card } from "@/lib/explain/card";
import { explainTargetProblem } from "@/lib/explain/explain-target-problem";
import { decideDesired } from "@/lib/provisioning/desired-state";
import type { ProvisionedType } from "@/lib/provisioning/sync-store";
import type { JsonObject } from "@/lib/scim/json";
import type { Access } from "../access";
import { type ShownAttempt, showAttempt } from "./attempt-words";
import { comparePayloads, type PayloadLine } from "./compare-payloads";
import { describeInScope } from "./describe-in-scope";
import { createJob, type Opened, openForPreview } from "./draft-mapping";
import { judgeResource, type ResourceStanding } from "./resource-standing";

/** Everything that is known of one person or group at one target. */
export type ResourceView = Omit<TargetResourceDetails, "position"> & {
  readonly standing: ResourceStanding;
  /** Whether the target should have it, and why; undefined where that cannot be told yet. */
  readonly scope: { readonly isIn: boolean; readonly sentence: string } | undefined;
  /** What the target should have of it. */
  readonly desired: JsonObject | undefined;
  /** Why there is no valid payload. */
  readonly invalid: string | undefined;
  /** Why it is not there as it should be, and what to do. */
  readonly card: Card | undefined;
  readonly lines: readonly PayloadLine[];
  /** Of a group: how many members the target has, is to get and is to lose, and how many are waited for. */
  readonly memberCounts:
    | { readonly confirmed: number; readonly add: number; readonly remove: number; readonly waiting: number }
    | undefined;
  readonly attempts: readonly ShownAttempt[];
  /** The position of the attempts before these. */
  readonly earlier: string | undefined;
  /** The last attempt, with its last request. */
  readonly last: AttemptDetails | undefined;
};

const attemptsShown = 20;

/**
 * One person or group at one target; undefined when the id is none, or another organization's.
 *
 * @param before the position in the history of attempts
 */
export async function viewResource(
  { database, organization }: Pick<Access, "database" | "organization">,
  target: StoredTarget,
  resourceId: string,
  before?: string,
): Promise<ResourceView | undefined> {
  if (!isUuid(resourceId)) return undefined;
  const find = (type: ProvisionedType) => findTargetResource(database, organization.id, target.id, type, resourceId);
  const found = (await find("User")) ?? (await find("Group"));
  if (found === undefined) return undefined;
  const filter = { targetId: target.id, resourceId };
  const page = { limit: attemptsShown + 1, ...(before === undefined ? {} : { before }) };
  const [opened, attempts, latest] = await Promise.all([
    openForPreview(database, target),
    listAttempts(database.prisma, organization.id, filter, page),
    listAttempts(database.prisma, organization.id, filter, { limit: 1 }),
  ]);
  const desired = opened.ok ? await look(opened.value, found) : undefined;
  const lastId = latest[0]?.id;
  // What was sent to make it counts once it is known to be there.
  const sent = found.state === "creating" ? undefined : found.sent;
  const { position: _position, ...resource } = found;
  return {
    ...resource,
    sent,
    standing: judgeResource(found),
    scope: desired?.scope,
    desired: desired?.payload,
    invalid: desired?.invalid,
    card: explain(target, found),
    lines: comparePayloads(desired?.payload, sent, found.received),
    memberCounts:
      found.resourceType === "Group" && opened.ok
        ? await countMembers(opened.value, resourceId, found.members)
        : undefined,
    attempts: attempts.slice(0, attemptsShown).map(showAttempt),
    earlier: attempts.length > attemptsShown ? attempts[attemptsShown - 1]?.id : undefined,
    last: lastId === undefined ? undefined : await findAttempt(database.prisma, organization.id, lastId),
  };
}

function explain(
  { id, name }: Pick<StoredTarget, "id" | "name">,
  { problem, job, label, state }: TargetResourceDetails,
): Card | undefined {
  if (problem === undefined || state === "ignored") return undefined;
  const { kind, detail, status, scimType } = problem;
  return explainTargetProblem({
    target: { id, name },
    label,
    kind,
    detail,
    ...(status === undefined ? {} : { status }),
    ...(scimType === undefined ? {} : { scimType }),
    ...(job === undefined ? {} : { nextTryAt: job.runAt }),
  });
}

/** Decides what the target should have, as the engine would now. */
async function look(
  { store, loaded, capabilities }: Opened,
  { resourceType, resourceId }: TargetResourceDetails,
): Promise<Pick<ResourceView, "scope" | "invalid"> & { readonly payload?: JsonObject }> {
  const [subject] = await store.loadSubjects(loaded, [createJob(resourceType, resourceId)]);
  if (subject === undefined) return { scope: undefined, invalid: undefined };
  const desired = decideDesired(loaded, capabilities, subject);
  if (desired.kind === "absent") return { scope: { isIn: false, sentence: desired.reason }, invalid: undefined };
  const scope = { isIn: true, sentence: describeInScope(loaded, subject) };
  return desired.kind === "invalid"
    ? { scope, invalid: desired.detail }
    : { scope, invalid: undefined, payload: desired.payload };
}

async function countMembers(
  { store, loaded }: Opened,
  groupId: string,
  confirmed: number,
): Promise<NonNullable<ResourceView["memberCounts"]>> {
  const { add, remove, waiting } = await store.compareMembers(loaded, groupId);
  return { confirmed, add: add.length, remove: remove.length, waiting: waiting.length };
}
