import type { JsonValue } from "@/lib/scim/json";
import { listChanges } from "@/lib/scim/list-changes";
import type { Operation } from "../decide-operation";
import type { Desired } from "../desired-state";
import type { Drift, MemberDifference, RunCount, Subject } from "../sync-store";
import type { PlanItem, PlannedChange } from "./plan-item";
import type { RunKind } from "./run";
import type { Known } from "./run-store";

export type Comparison = {
  readonly runKind: RunKind;
  readonly subject: Subject;
  readonly desired: Desired;
  readonly operation: Operation;
  /** Of a group that is to be there. */
  readonly members?: MemberDifference;
  readonly known?: Known;
};

/** What a run counts a resource as, and what it means to do about it, where there is anything to be done or told. */
export type ComparisonResult = { readonly count: RunCount; readonly item?: Omit<PlanItem, "fingerprint"> };

/** Says in words, for people to read before it is done, what is to be done about a resource and why. */
export function describeComparison(comparison: Comparison): ComparisonResult {
  const { subject, desired, operation, known } = comparison;
  const { resourceType, job } = subject;
  const named = { resourceType, resourceId: job.resourceId, label: desired.label };
  const found = known?.finding === undefined ? {} : { finding: known.finding };
  const deprovision = (reason: string): ComparisonResult => ({
    count: "deprovisioned",
    item: { ...named, operation: "deprovision", changes: [], reason, ...found, isToBeDone: true },
  });
  switch (operation.kind) {
    case "none":
      return operation.count === "unchanged" ? { count: "unchanged" } : skip(comparison, operation.reason, false);
    case "invalid": {
      // One that is known for invalid needs no job to say so again, and is no success all the same.
      const told = skip(comparison, operation.detail, subject.link?.problem?.detail !== operation.detail);
      return comparison.runKind === "reconcile" ? { ...told, count: "failed" } : told;
    }
    case "create":
      return describeCreate(comparison, operation);
    case "update":
      return describeUpdate(comparison, operation);
    case "deactivate":
      return deprovision(
        `${operation.reason} It is deactivated at the target${operation.deletesLater ? ", and deleted later" : ""}.`,
      );
    case "delete":
      return deprovision(`${operation.reason} It is deleted at the target.`);
    case "leave":
      return deprovision(`${operation.reason} It is left at the target as it is.`);
    case "findAndDeprovision":
      return deprovision(`${operation.reason} Whether it was made is not known: it is looked for.`);
  }
}

/** Skips are told by a plan alone, which somebody reads; a reconcile has too many of them every hour. */
function skip({ runKind, subject, desired }: Comparison, reason: string, isToBeDone: boolean): ComparisonResult {
  if (runKind === "reconcile" && !isToBeDone) return { count: "skipped" };
  const { resourceType, job } = subject;
  const named = { resourceType, resourceId: job.resourceId, label: desired.label };
  return {
    count: "skipped",
    item: { ...named, operation: "skip", changes: [], reason, isToBeDone: runKind === "reconcile" && isToBeDone },
  };
}

function describeCreate(
  { subject, desired, members, known }: Comparison,
  { payload, isUncertain }: Extract<Operation, { kind: "create" }>,
): ComparisonResult {
  const { resourceType, job } = subject;
  const counterparts = known?.counterparts ?? [];
  const isMissing = known?.finding?.kind === "missing";
  const item = {
    resourceType,
    resourceId: job.resourceId,
    label: desired.label,
    changes: [...listChanges({}, payload).map(toPlannedChange), ...describeMembers(members)],
    ...(known?.finding === undefined ? {} : { finding: known.finding }),
    isToBeDone: true,
  };
  if (counterparts.length > 0) {
    const reason =
      counterparts.length === 1
        ? `The target has one like it, ${counterparts[0]}: it will be linked and brought up to date.`
        : `The target has ${counterparts.length} like it, ${counterparts.join(" and ")}: somebody has to say which it is.`;
    return { count: "conflicts", item: { ...item, operation: "conflict", reason } };
  }
  const reason = isMissing
    ? "It is missing at the target."
    : isUncertain
      ? "It is not known to be at the target: an earlier try did not end."
      : "It is not at the target yet.";
  return { count: "created", item: { ...item, operation: "create", reason } };
}

function describeUpdate(
  { subject, desired, members, known }: Comparison,
  { payload, changesAttributes }: Extract<Operation, { kind: "update" }>,
): ComparisonResult {
  const { resourceType, job, link } = subject;
  const membersChange = describeMembers(members);
  if (!changesAttributes && membersChange.length === 0) return { count: "unchanged" };
  const drift = link?.drift ?? [];
  const driftPaths = new Set(drift.map(({ path }) => path));
  const own = changesAttributes ? listChanges(link?.sent ?? {}, payload).map(toPlannedChange) : [];
  const changes = [
    ...drift.map(toDriftChange),
    ...own.filter(({ path }) => !driftPaths.has(path)),
    ...membersChange.filter(({ path }) => !driftPaths.has(path)),
  ];
  const reasons = [
    ...(link !== undefined && link.state !== "linked" ? ["It is in scope again."] : []),
    ...(drift.length > 0 ? ["It was changed at the target."] : []),
    ...(own.length + membersChange.length > 0 ? ["It was changed in Roster."] : []),
  ];
  return {
    count: "updated",
    item: {
      resourceType,
      resourceId: job.resourceId,
      label: desired.label,
      operation: "update",
      changes,
      reason: reasons.length === 0 ? "What the target has of it is not known for sure." : reasons.join(" "),
      ...(known?.finding === undefined ? {} : { finding: known.finding }),
      isToBeDone: true,
    },
  };
}

/** Members are told by their numbers: there may be a hundred thousand of them. */
function describeMembers(members: MemberDifference | undefined): readonly PlannedChange[] {
  if (members === undefined || members.add.length + members.remove.length === 0) return [];
  const tell = (count: number, what: string) => (count === 0 ? [] : [`${count} ${what}`]);
  const from = tell(members.remove.length, "to be removed").join();
  const to = tell(members.add.length, "to be added").join();
  return [{ path: "members", ...(from === "" ? {} : { from }), ...(to === "" ? {} : { to }) }];
}

type Difference = ReturnType<typeof listChanges>[number];

function toPlannedChange({ path, from, to }: Difference): PlannedChange {
  return { path, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** What was found there is what it is changed from. */
function toDriftChange({ path, expected, found }: Drift[number]): PlannedChange {
  return {
    path,
    ...(found === undefined ? {} : { from: found as JsonValue }),
    ...(expected === undefined ? {} : { to: expected as JsonValue }),
  };
}
