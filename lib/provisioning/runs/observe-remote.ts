import { foldForComparison } from "@/lib/scim/fold";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import { getMember } from "@/lib/scim/json-object";
import { judgeDrift } from "../compare/detect-drift";
import type { RemoteResource } from "../find-remote";
import type { Drift, ProvisionedType, ResourceLink } from "../sync-store";
import type { Finding } from "./finding";
import type { MetLink, Received, RunStore, Sighting, UnmanagedResource } from "./run-store";

/** What a resource of the target means to a run. */
export type Observation = {
  readonly sighting: Sighting;
  readonly received?: Received;
  readonly unmanaged?: UnmanagedResource;
};

/** The most members that a drift names. */
const mostMembersNamed = 20;

/**
 * Holds a resource of the target against what we know of it: it is linked and as it was left, or somebody changed it there;
 * or it is none of ours.
 *
 * @param met absent: it is not linked
 * @param shows whether members are judged, and whether what does not name any has none
 */
export async function observeRemote(
  runs: Pick<RunStore, "compareRecordedMembers">,
  resourceType: ProvisionedType,
  { id: remoteId, resource, etag }: RemoteResource,
  met: MetLink | undefined,
  shows: { readonly members: boolean; readonly isWhole: boolean },
): Promise<Observation> {
  const sighting = { resourceType, remoteId };
  if (met === undefined) return { sighting, unmanaged: describeUnmanaged(resourceType, remoteId, resource) };
  const { link, isInFlux } = met;
  if (isInFlux) return { sighting };
  if (link.state === "deactivated") return { sighting: { ...sighting, ...findReactivation(link, remoteId, resource) } };
  if (link.state !== "linked" || link.sent === undefined) return { sighting };

  const verdict = judgeDrift({ desired: link.sent, sent: link.sent, received: link.received, remote: resource });
  const members =
    resourceType === "Group" && shows.members ? await judgeMembers(runs, link, resource, shows.isWhole) : undefined;
  const drift: Drift = [
    ...(verdict.state === "drifted" ? verdict.changes : []),
    ...(members?.kind === "differ" ? [members.drift] : []),
  ];
  const finding: Finding | undefined =
    drift.length === 0
      ? undefined
      : {
          kind: "drift",
          remoteId,
          drift,
          ...(members?.kind === "differ" ? { members: members.difference } : {}),
        };
  return {
    sighting: {
      ...sighting,
      ...(finding === undefined ? {} : { finding }),
      ...(members?.kind === "unknown" ? { toVerify: true } : {}),
    },
    ...(verdict.state === "settles"
      ? { received: { link, received: verdict.received, ...(etag === undefined ? {} : { etag }) } }
      : {}),
  };
}

/** Whoever left the scope or Roster and was deactivated there, and was made active again by somebody else. */
function findReactivation(link: ResourceLink, remoteId: string, resource: JsonObject): { readonly finding?: Finding } {
  if (link.sent?.active !== false || getMember(resource, "active") !== true) return {};
  return { finding: { kind: "drift", remoteId, drift: [{ path: "active", expected: false, found: true }] } };
}

type MemberVerdict =
  | { readonly kind: "same" }
  /** The list does not show them: the group has to be read by itself. */
  | { readonly kind: "unknown" }
  | {
      readonly kind: "differ";
      readonly difference: { readonly extra: readonly string[]; readonly missing: readonly string[] };
      readonly drift: Drift[number];
    };

async function judgeMembers(
  runs: Pick<RunStore, "compareRecordedMembers">,
  link: ResourceLink,
  resource: JsonObject,
  isWhole: boolean,
): Promise<MemberVerdict> {
  const members = readMembers(resource);
  const difference = await runs.compareRecordedMembers(link.id, members ?? []);
  const { extra, missing } = difference;
  if (extra.length + missing.length === 0) return { kind: "same" };
  if (members === undefined && !isWhole) return { kind: "unknown" };
  const drift = {
    path: "members",
    ...(missing.length === 0 ? {} : { expected: missing.slice(0, mostMembersNamed) }),
    ...(extra.length === 0 ? {} : { found: extra.slice(0, mostMembersNamed) }),
  };
  return { kind: "differ", difference, drift };
}

/** The ids of a group's members; undefined where it does not name any. */
function readMembers(group: JsonObject): readonly string[] | undefined {
  const members = getMember(group, "members");
  if (!Array.isArray(members)) return undefined;
  return members.flatMap((member) => {
    const value = isJsonObject(member) ? getMember(member, "value") : undefined;
    return typeof value === "string" || typeof value === "number" ? [String(value)] : [];
  });
}

function describeUnmanaged(resourceType: ProvisionedType, remoteId: string, resource: JsonObject): UnmanagedResource {
  const name = getMember(resource, resourceType === "User" ? "userName" : "displayName");
  const externalId = getMember(resource, "externalId");
  const active = getMember(resource, "active");
  return {
    resourceType,
    remoteId,
    label: typeof name === "string" && name.trim() !== "" ? name : remoteId,
    ...(typeof name === "string" && name !== "" ? { foldedName: foldForComparison(name) } : {}),
    ...(typeof externalId === "string" && externalId !== "" ? { externalId } : {}),
    ...(typeof active === "boolean" ? { active } : {}),
  };
}
