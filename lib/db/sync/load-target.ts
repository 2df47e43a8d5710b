import type { Pool } from "pg";
import type { CustomAttribute } from "@/lib/directory/custom-attribute";
import type { Role } from "@/lib/directory/role";
import type { Capabilities, Quirks } from "@/lib/provisioning/capabilities";
import type { LoadedTarget } from "@/lib/provisioning/sync-store";
import type { PropertyMapping, TargetCredential } from "@/lib/provisioning/target";
import { readTargetOptionOverrides } from "@/lib/provisioning/target-option-overrides";
import { isTargetPreset, resolveTargetOptions } from "@/lib/provisioning/target-options";
import { type SealingKeys, unseal } from "@/lib/secrets";
import { selectCustomAttributes } from "../custom-attributes";
import { describeTargetSeal } from "./seal-contexts";

type TargetRow = {
  readonly organization_id: string;
  readonly name: string;
  readonly preset: string;
  readonly base_url: string;
  readonly state: "active" | "paused";
  readonly credential: Buffer;
  readonly ca_certificate: string | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly scope_group_ids: readonly string[];
  readonly scope_roles: readonly Role[];
  readonly scope_filter: string | null;
  readonly capabilities: Capabilities | null;
  readonly preflight_at: Date | null;
  readonly quirks: Quirks;
  readonly strain: number;
  readonly breaker_open_until: Date | null;
  readonly mappings: readonly PropertyMapping[] | null;
  readonly subdomain: string;
  readonly organization_name: string;
  readonly allowed_email_domains: readonly string[] | null;
  readonly allow_email_subdomains: boolean;
  readonly custom_attributes: readonly CustomAttribute[] | null;
};

/**
 * A target with what is needed to talk to it: the mappings that are enabled, in the order of their names, and its credential in
 * the clear.
 *
 * @throws UnsealError when the credential was sealed with another secret
 */
export async function loadTarget(pool: Pool, keys: SealingKeys, targetId: string): Promise<LoadedTarget | undefined> {
  const { rows } = await pool.query<TargetRow>({
    name: "load-target",
    text: `
      SELECT t.organization_id, t.name, t.preset, t.base_url, t.state::text AS state, t.credential, t.ca_certificate,
        t.options, t.scope_group_ids, t.scope_roles, t.scope_filter, t.capabilities, t.preflight_at, t.quirks, t.strain,
        t.breaker_open_until, o.subdomain, o.name AS organization_name, o.allowed_email_domains, o.allow_email_subdomains,
        ${selectCustomAttributes("o.id")} AS custom_attributes,
        (SELECT jsonb_agg(jsonb_build_object('id', m.id, 'resourceType', m.resource_type, 'name', m.name,
           'expression', m.expression) ORDER BY m.name)
         FROM property_mappings m WHERE m.target_id = t.id AND m.enabled) AS mappings
      FROM targets t JOIN organizations o ON o.id = t.organization_id WHERE t.id = $1`,
    values: [targetId],
  });
  const row = rows[0];
  return row && toLoadedTarget(targetId, row, keys);
}

function toLoadedTarget(id: string, row: TargetRow, keys: SealingKeys): LoadedTarget {
  const { preset } = row;
  if (!isTargetPreset(preset)) {
    throw new Error(`The target ${id} has the preset "${preset}", which this version does not know.`);
  }
  const credential: TargetCredential = JSON.parse(unseal(keys, row.credential, describeTargetSeal(id)));
  return {
    id,
    organizationId: row.organization_id,
    name: row.name,
    preset,
    baseUrl: row.base_url,
    state: row.state,
    options: resolveTargetOptions(preset, readTargetOptionOverrides(row.options)),
    scope: {
      groupIds: row.scope_group_ids,
      roles: row.scope_roles,
      ...(row.scope_filter === null ? {} : { filter: row.scope_filter }),
    },
    mappings: row.mappings ?? [],
    ...(row.capabilities === null ? {} : { capabilities: row.capabilities }),
    ...(row.ca_certificate === null ? {} : { caCertificate: row.ca_certificate }),
    credential,
    quirks: row.quirks,
    strain: row.strain,
    organization: {
      id: row.organization_id,
      subdomain: row.subdomain,
      name: row.organization_name,
      allowedEmailDomains: row.allowed_email_domains ?? [],
      allowEmailSubdomains: row.allow_email_subdomains,
    },
    customAttributes: row.custom_attributes ?? [],
    ...(row.preflight_at === null ? {} : { preflightAt: row.preflight_at }),
    ...(row.breaker_open_until === null ? {} : { breakerOpenUntil: row.breaker_open_until }),
  };
}
