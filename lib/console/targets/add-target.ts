import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import { insertMapping } from "@/lib/db/property-mappings";
import { sealTargetCredential } from "@/lib/db/target-credential";
import { insertTarget } from "@/lib/db/targets";
import { createId } from "@/lib/db/uuid";
import { listDefaultMappings } from "@/lib/provisioning/mapping/default-mappings";
import type { TargetCredential } from "@/lib/provisioning/target";
import { readName } from "../field-rules";
import { requireOrganization } from "../organizations";
import { accept, actInTransaction, type Result, refuse } from "../result";
import { readCaCertificate } from "./ca-certificate";
import { readTargetCredential } from "./credential-fields";
import { describeTargetSettings } from "./describe-settings";
import { readTargetOptions, readTargetPreset } from "./option-values";
import type { FoundTarget } from "./require-target";
import { readTargetScope, type ScopeInput } from "./scope-fields";
import { getSealingKeys } from "./sealing-keys";
import { readTargetUrl } from "./target-url";

export type NewTargetInput = {
  readonly name: string;
  readonly url: string;
  readonly credential: TargetCredential;
  readonly preset?: string;
  /** Names and values as text. */
  readonly options: ReadonlyMap<string, string>;
  /** In PEM. */
  readonly caCertificate?: string;
  readonly scope?: ScopeInput;
  /** Nothing is sent before somebody resumes it. */
  readonly paused?: boolean;
};

export type AddedTarget = FoundTarget & {
  /** What is worth a look, though it was accepted. */
  readonly hints: readonly string[];
};

/**
 * Makes a target with the mappings of its preset. Unless it is to be paused, everybody in its scope is provisioned from now on,
 * beginning with a full reconcile.
 */
export async function addTarget(
  database: Database,
  actor: Actor,
  subdomain: string,
  input: NewTargetInput,
): Promise<Result<AddedTarget>> {
  return await actInTransaction(database, async (db) => {
    const organization = await requireOrganization(db, subdomain);
    if (!organization.ok) return organization;
    const name = readName(input.name, "a target's name");
    if (!name.ok) return name;
    const url = readTargetUrl(input.url);
    if (!url.ok) return url;
    const preset = readTargetPreset(input.preset ?? "generic");
    if (!preset.ok) return preset;
    const overrides = readTargetOptions({}, input.options);
    if (!overrides.ok) return overrides;
    const credential = readTargetCredential(input.credential);
    if (!credential.ok) return credential;
    const now = new Date();
    const caCertificate =
      input.caCertificate === undefined ? accept(undefined) : readCaCertificate(input.caCertificate, now);
    if (!caCertificate.ok) return caCertificate;
    const scope = await readTargetScope(db, organization.value, { groupIds: [], roles: [] }, input.scope ?? {});
    if (!scope.ok) return scope;
    const id = createId();
    const isPaused = input.paused === true;
    const target = await insertTarget(
      db,
      {
        id,
        organizationId: organization.value.id,
        name: name.value,
        preset: preset.value,
        baseUrl: url.value.url,
        state: isPaused ? "paused" : "active",
        pause: isPaused
          ? { reason: "person", detail: "It was made paused, and was never resumed.", at: now.toISOString() }
          : undefined,
        caCertificate: caCertificate.value,
        overrides: overrides.value,
        scope: scope.value,
        nextReconcileAt: now,
        breakerOpenUntil: undefined,
      },
      sealTargetCredential(getSealingKeys(), id, credential.value),
    );
    if (target === undefined) {
      return refuse(`${organization.value.name} has a target "${name.value}" already. Choose another name.`, "name");
    }
    for (const mapping of listDefaultMappings(target.preset)) {
      await insertMapping(db, actor, id, { ...mapping, enabled: true });
    }
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.value.id,
      action: "target.created",
      subject: target.name,
      details: { id, ...describeTargetSettings(target), credential: target.credential.kind },
    });
    return accept({ target, organization: organization.value, hints: url.value.hints });
  });
}
