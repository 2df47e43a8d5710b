import type { TargetSettings } from "@/lib/db/targets";

/** What is configured, for audit events; the credential is no part of it. */
export function describeTargetSettings({ name, baseUrl, preset, overrides, scope, caCertificate }: TargetSettings) {
  return {
    name,
    url: baseUrl,
    preset,
    options: { ...overrides },
    scope: { groups: [...scope.groupIds], roles: [...scope.roles], filter: scope.filter ?? null },
    caCertificate: caCertificate ?? null,
  };
}
