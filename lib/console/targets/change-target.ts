import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import { sealTargetCredential } from "@/lib/db/target-credential";
import {
  findTarget,
  findTargetById,
  forgetCapabilities,
  type StoredTarget,
  updateTarget,
  updateTargetCredential,
} from "@/lib/db/targets";
import type { Queries } from "@/lib/db/transaction";
import type { TargetCredential } from "@/lib/provisioning/target";
import { listTargetOptionChanges, type TargetOptionChange } from "@/lib/provisioning/target-option-overrides";
import { resolveTargetOptions, type TargetOptionName } from "@/lib/provisioning/target-options";
import { readName } from "../field-rules";
import { accept, actInTransaction, type Result, refuse } from "../result";
import { readCaCertificate } from "./ca-certificate";
import { readTargetCredential } from "./credential-fields";
import { describeTargetSettings } from "./describe-settings";
import { readTargetOptions, readTargetPreset } from "./option-values";
import { type FoundTarget, holdTarget } from "./require-target";
import { readTargetScope, type ScopeInput } from "./scope-fields";
import { getSealingKeys } from "./sealing-keys";
import { readTargetUrl } from "./target-url";

/** What is to be different; what is absent stays. */
export type TargetChangeInput = {
  readonly name?: string;
  readonly url?: string;
  readonly credential?: TargetCredential;
  /** In PEM; "" for none. */
  readonly caCertificate?: string;
  /** Also the one it has: its defaults are applied again, and what was set on the target itself is forgotten. */
  readonly preset?: string;
  /** Names and values as text. */
  readonly options: ReadonlyMap<string, string>;
  readonly scope?: ScopeInput;
};

export type TargetChange = FoundTarget & {
  readonly before: StoredTarget;
  readonly optionChanges: readonly TargetOptionChange[];
  readonly credentialChanged: boolean;
  /** Whether everything is compared with the target once more because of it. */
  readonly reconciles: boolean;
  readonly hints: readonly string[];
};

/** Options that decide how fast things are done, and not what. */
const pacing: ReadonlySet<TargetOptionName> = new Set([
  "requestsPerSecond",
  "concurrency",
  "breakerPercent",
  "breakerMinimum",
  "pageSize",
]);

/** Options that decide who is provisioned and what becomes of them, and not how the target is talked to. */
const policies: ReadonlySet<TargetOptionName> = new Set([
  ...pacing,
  "groups",
  "nestedGroups",
  "includeGuests",
  "createInactive",
  "deprovision",
  "deleteAfterDays",
  "onInvalid",
  "syncPassword",
]);

/**
 * Changes a target. A change of what it is to have is carried out by a reconcile that begins at once, or, while it is paused,
 * when it is resumed.
 */
export async function changeTarget(
  database: Database,
  actor: Actor,
  subdomain: string,
  name: string,
  input: TargetChangeInput,
): Promise<Result<TargetChange>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdTarget(db, subdomain, name);
    if (!found.ok) return found;
    const { target: before, organization } = found.value;
    const read = await readChange(db, found.value, input);
    if (!read.ok) return read;
    const { target, credential, hints } = read.value;
    const optionChanges = listTargetOptionChanges(
      resolveTargetOptions(before.preset, before.overrides),
      resolveTargetOptions(target.preset, target.overrides),
    );
    const isMoved = before.baseUrl !== target.baseUrl;
    const reconciles =
      isMoved ||
      JSON.stringify(before.scope) !== JSON.stringify(target.scope) ||
      optionChanges.some(({ option }) => !pacing.has(option));
    const next = reconciles ? { ...target, nextReconcileAt: new Date() } : target;
    const isChanged = JSON.stringify(describeTargetSettings(before)) !== JSON.stringify(describeTargetSettings(target));
    if (isChanged) await updateTarget(db, next);
    if (isMoved || before.preset !== target.preset || optionChanges.some(({ option }) => !policies.has(option))) {
      await forgetCapabilities(db, target.id, { quirks: isMoved || input.preset !== undefined });
    }
    if (credential !== undefined) {
      await updateTargetCredential(db, target.id, sealTargetCredential(getSealingKeys(), target.id, credential));
    }
    if (isChanged || credential !== undefined) {
      const credentials = credential === undefined ? {} : { credential: credential.kind };
      await insertAuditEvent(db, {
        actor,
        organizationId: organization.id,
        action: "target.changed",
        subject: target.name,
        details: {
          before: describeTargetSettings(before),
          after: { ...describeTargetSettings(target), ...credentials },
        },
      });
    }
    const changed = (await findTargetById(db, organization.id, target.id)) ?? next;
    return accept({
      before,
      target: changed,
      organization,
      optionChanges,
      credentialChanged: credential !== undefined,
      reconciles,
      hints: [...hints, ...adviseResume(changed, credential)],
    });
  });
}

/** The target as it is to be, and its new credential. */
async function readChange(
  db: Queries,
  { target: before, organization }: FoundTarget,
  input: TargetChangeInput,
): Promise<
  Result<{
    readonly target: StoredTarget;
    readonly credential: TargetCredential | undefined;
    readonly hints: readonly string[];
  }>
> {
  const name = input.name === undefined ? accept(before.name) : readName(input.name, "a target's name");
  if (!name.ok) return name;
  const holder = await findTarget(db, organization.id, name.value);
  if (holder !== undefined && holder.id !== before.id) {
    return refuse(`${organization.name} has a target "${holder.name}" already. Choose another name.`, "name");
  }
  const url = input.url === undefined ? accept({ url: before.baseUrl, hints: [] }) : readTargetUrl(input.url);
  if (!url.ok) return url;
  const preset = input.preset === undefined ? accept(before.preset) : readTargetPreset(input.preset);
  if (!preset.ok) return preset;
  const overrides = readTargetOptions(input.preset === undefined ? before.overrides : {}, input.options);
  if (!overrides.ok) return overrides;
  const { caCertificate: pem = before.caCertificate } = input;
  const isSameCertificate = pem === undefined || pem === before.caCertificate;
  const caCertificate =
    isSameCertificate || pem.trim() === ""
      ? accept(isSameCertificate ? pem : undefined)
      : readCaCertificate(pem, new Date());
  if (!caCertificate.ok) return caCertificate;
  const scope = await readTargetScope(db, organization, before.scope, input.scope ?? {});
  if (!scope.ok) return scope;
  const credential = input.credential === undefined ? accept(undefined) : readTargetCredential(input.credential);
  if (!credential.ok) return credential;
  const target = {
    ...before,
    name: name.value,
    baseUrl: url.value.url,
    preset: preset.value,
    overrides: overrides.value,
    caCertificate: caCertificate.value,
    scope: scope.value,
  };
  return accept({ target, credential: credential.value, hints: url.value.hints });
}

function adviseResume({ pause, state }: StoredTarget, credential: TargetCredential | undefined): readonly string[] {
  const wasRefused = pause?.reason === "credentialRefused" || pause?.reason === "forbidden";
  return state === "paused" && wasRefused && credential !== undefined
    ? ["It is still paused since its credential was refused. Resume it to try the new one."]
    : [];
}
