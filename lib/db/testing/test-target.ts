import { createId } from "@/lib/db/uuid";
import type { TargetCredential, TargetScope } from "@/lib/provisioning/target";
import { resolveTargetOptions, type TargetOptions } from "@/lib/provisioning/target-options";
import { deriveKey, type SealingKeys, seal } from "@/lib/secrets";
import type { Database } from "../pool";
import { describeTargetSeal } from "../sync/seal-contexts";

/** What tests seal with. */
export const testKeys: SealingKeys = { current: deriveKey("a secret of the tests", "sealing") };

const credential: TargetCredential = { kind: "bearer", token: "a token of the tests" };

/** Makes a target of the organization, active, with a name of its own. @returns its id */
export async function createTestTarget(
  { prisma }: Pick<Database, "prisma">,
  organizationId: string,
  {
    state = "active",
    options = {},
    scope = {},
  }: {
    readonly state?: "active" | "paused";
    readonly options?: Partial<TargetOptions>;
    readonly scope?: Partial<TargetScope>;
  } = {},
): Promise<string> {
  const id = createId();
  const { concurrency, syncPassword } = resolveTargetOptions("generic", options);
  await prisma.target.create({
    data: {
      id,
      organizationId,
      name: `target ${id}`,
      nameFolded: `target ${id}`,
      preset: "generic",
      baseUrl: "https://target.example/scim/v2",
      state,
      credentialKind: credential.kind,
      credential: seal(testKeys, JSON.stringify(credential), describeTargetSeal(id)),
      credentialHint: "ests",
      options,
      concurrency,
      syncPassword,
      scopeGroupIds: [...(scope.groupIds ?? [])],
      scopeRoles: [...(scope.roles ?? [])],
      ...(scope.filter === undefined ? {} : { scopeFilter: scope.filter }),
    },
  });
  return id;
}
