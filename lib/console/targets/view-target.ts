import type { Database } from "@/lib/db/pool";
import { listMappings, type StoredMapping } from "@/lib/db/property-mappings";
import { findGroupsNamed } from "@/lib/db/scope-groups";
import { countTargetFigures, type TargetFigures } from "@/lib/db/target-figures";
import { listTargets as queryTargets, type StoredTarget } from "@/lib/db/targets";
import type { Role } from "@/lib/directory/role";
import type { Capabilities, Finding } from "@/lib/provisioning/capabilities";
import type { TargetCredentialKind, TargetPause } from "@/lib/provisioning/target";
import {
  resolveTargetOptions,
  type TargetOptionName,
  type TargetOptions,
  type TargetPreset,
  targetOptionNames,
} from "@/lib/provisioning/target-options";
import { targetPresetDefinitions } from "@/lib/provisioning/target-presets";
import { requireOrganization } from "../organizations";
import { accept, type Result } from "../result";
import { describeCertificates, type ShownCertificate } from "./ca-certificate";
import { requireTarget } from "./require-target";
import { judgeTarget, type TargetStanding } from "./standing";

/** A target in a list. */
export type ListedTarget = {
  readonly id: string;
  readonly name: string;
  readonly preset: TargetPreset;
  /** What people call the product. */
  readonly product: string;
  readonly baseUrl: string;
  readonly state: "active" | "paused";
  readonly pause: TargetPause | undefined;
  readonly standing: TargetStanding;
  readonly figures: TargetFigures;
  readonly blockedUntil: Date | undefined;
  readonly nextReconcileAt: Date | undefined;
  /** Until then deprovisions pass the breaker; undefined when the breaker is closed. */
  readonly breakerOpenUntil: Date | undefined;
  readonly created: Date;
};

/** An option of a target as it holds, and where it comes from. */
export type ShownOption = {
  readonly name: TargetOptionName;
  readonly value: TargetOptions[TargetOptionName];
  readonly from: "set here" | "preset" | "default";
};

/** A target with everything that is configured, its secrets aside. */
export type ShownTarget = ListedTarget & {
  readonly credential: { readonly kind: TargetCredentialKind; readonly hint: string; readonly setAt: Date };
  readonly certificates: readonly ShownCertificate[];
  readonly options: readonly ShownOption[];
  readonly scope: {
    /** `name` is undefined for a group that is there no more: nobody is in it. */
    readonly groups: readonly { readonly id: string; readonly name: string | undefined }[];
    readonly roles: readonly Role[];
    readonly filter: string | undefined;
  };
  readonly capabilities: Capabilities | undefined;
  readonly findings: readonly Finding[];
  readonly preflightAt: Date | undefined;
  readonly mappings: readonly StoredMapping[];
};

/** The organization's targets by name, each with how it does. */
export async function listTargets(
  database: Database,
  subdomain: string,
  now = new Date(),
): Promise<Result<readonly ListedTarget[]>> {
  const organization = await requireOrganization(database.prisma, subdomain);
  if (!organization.ok) return organization;
  const targets = await queryTargets(database.prisma, organization.value.id);
  const figures = await countTargetFigures(
    database,
    targets.map(({ id }) => id),
  );
  return accept(targets.map((target) => describeTarget(target, getFigures(figures, target.id), now)));
}

/** One target with everything that is configured, its secrets aside. */
export async function showTarget(
  database: Database,
  subdomain: string,
  name: string,
  now = new Date(),
): Promise<Result<ShownTarget>> {
  const found = await requireTarget(database.prisma, subdomain, name);
  return found.ok ? accept(await viewTarget(database, found.value.target, now)) : found;
}

/** As showTarget, for a target that was found already. */
export async function viewTarget(database: Database, target: StoredTarget, now = new Date()): Promise<ShownTarget> {
  const { groupIds, roles, filter } = target.scope;
  const [figures, groups, mappings] = await Promise.all([
    countTargetFigures(database, [target.id]),
    findGroupsNamed(database.prisma, target.organizationId, groupIds),
    listMappings(database.prisma, target.id),
  ]);
  return {
    ...describeTarget(target, getFigures(figures, target.id), now),
    credential: target.credential,
    certificates: target.caCertificate === undefined ? [] : describeCertificates(target.caCertificate),
    options: listShownOptions(target),
    scope: { groups: groupIds.map((id) => ({ id, name: groups.get(id)?.name })), roles, filter },
    capabilities: target.capabilities,
    findings: readFindings(target),
    preflightAt: target.preflightAt,
    mappings,
  };
}

/** The options that hold for a target, in their order. */
function listShownOptions({ preset, overrides }: Pick<StoredTarget, "preset" | "overrides">): ShownOption[] {
  const options = resolveTargetOptions(preset, overrides);
  const { options: presetOptions } = targetPresetDefinitions[preset];
  return targetOptionNames.map((name) => ({
    name,
    value: options[name],
    from: Object.hasOwn(overrides, name) ? "set here" : Object.hasOwn(presetOptions, name) ? "preset" : "default",
  }));
}

function describeTarget(target: StoredTarget, figures: TargetFigures, now: Date): ListedTarget {
  const { id, name, preset, baseUrl, state, pause, blockedUntil, nextReconcileAt, breakerOpenUntil, created } = target;
  const product = targetPresetDefinitions[preset].title;
  const standing = judgeTarget(target, figures, now);
  return {
    id,
    name,
    preset,
    product,
    baseUrl,
    state,
    pause,
    standing,
    figures,
    blockedUntil: later(blockedUntil, now),
    nextReconcileAt,
    breakerOpenUntil: later(breakerOpenUntil, now),
    created,
  };
}

function later(time: Date | undefined, now: Date): Date | undefined {
  return time !== undefined && time > now ? time : undefined;
}

function getFigures(figures: ReadonlyMap<string, TargetFigures>, id: string): TargetFigures {
  const found = figures.get(id);
  if (found === undefined) throw new Error(`The target ${id} was not counted.`);
  return found;
}

/** What the last preflight said, as it was kept. */
function readFindings({ preflight }: StoredTarget): readonly Finding[] {
  const findings: unknown = preflight?.findings;
  return Array.isArray(findings) ? findings.filter(isFinding) : [];
}

function isFinding(value: unknown): value is Finding {
  return typeof value === "object" && value !== null && "tone" in value && "subject" in value && "sentence" in value;
}
