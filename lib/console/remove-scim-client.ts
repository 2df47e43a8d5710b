import { listAccessTokens } from "@/lib/db/access-tokens";
import { listClientSecrets } from "@/lib/db/client-secrets";
import { countExternalIds } from "@/lib/db/scim-clients";
import { listWorkloadTrusts } from "@/lib/db/workload-trusts";
import type { Access } from "./access";
import { readAccessTokenState } from "./access-tokens";
import { readClientSecretState } from "./client-secrets";
import { confirmPassword } from "./confirm-password";
import type { OpenScimClient } from "./find-open-client";
import { type Result, refuse } from "./result";
import { removeScimClient, type ScimClientRemoval } from "./scim-clients";

/** What goes with a SCIM client when it is removed, in numbers. */
export type RemovalPreview = {
  /** People and groups that it knows by an external id, which is forgotten. They stay. */
  readonly people: number;
  readonly groups: number;
  /** Tokens, secrets and trusts by which it may get in now. */
  readonly credentials: number;
};

/** Counts what the removal of a SCIM client would take with it. */
export async function previewClientRemoval(
  { database }: Access,
  { id }: OpenScimClient,
  now: Date,
): Promise<RemovalPreview> {
  const [externalIds, tokens, secrets, trusts] = await Promise.all([
    countExternalIds(database.prisma, id),
    listAccessTokens(database.prisma, id),
    listClientSecrets(database.prisma, id),
    listWorkloadTrusts(database.prisma, id),
  ]);
  return {
    ...externalIds,
    credentials:
      tokens.filter((token) => readAccessTokenState(token, now) === "live").length +
      secrets.filter((secret) => readClientSecretState(secret, now) === "live").length +
      trusts.length,
  };
}

/** Removes a SCIM client, once its name and the person's password were typed. */
export async function removeOpenClient(
  access: Access,
  client: OpenScimClient,
  { typedName, password }: { readonly typedName: string; readonly password: string },
): Promise<Result<ScimClientRemoval>> {
  if (typedName.trim() !== client.name) {
    return refuse(`Type the client's name exactly as it is written: ${client.name}.`, "typedName");
  }
  const confirmed = await confirmPassword(access, password);
  if (!confirmed.ok) return confirmed;
  return await removeScimClient(access.database, access.actor, access.organization.subdomain, client.name);
}
