import { z } from "zod";
import type { TargetCredential, TargetCredentialKind } from "@/lib/provisioning/target";
import { type SealingKeys, seal, unseal } from "@/lib/secrets";

/** A target's credential as it is stored: sealed, beside what people know it by. */
export type SealedCredential = {
  readonly kind: TargetCredentialKind;
  readonly sealed: Uint8Array<ArrayBuffer>;
  /** The last four characters of a token, a user name, a client id. */
  readonly hint: string;
};

const credentialSchema: z.ZodType<TargetCredential> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("bearer"), token: z.string() }),
  z.object({ kind: z.literal("basic"), userName: z.string(), password: z.string() }),
  z
    .object({
      kind: z.literal("oauth"),
      tokenUrl: z.string(),
      clientId: z.string(),
      clientSecret: z.string(),
      scope: z.string().optional(),
    })
    .transform(({ scope, ...rest }) => (scope === undefined ? rest : { ...rest, scope })),
]);

/** Seals a credential for one target: it can be opened for that one only. */
export function sealTargetCredential(
  keys: SealingKeys,
  targetId: string,
  credential: TargetCredential,
): SealedCredential {
  const sealed = Uint8Array.from(seal(keys, JSON.stringify(credential), nameContext(targetId)));
  return { kind: credential.kind, sealed, hint: createHint(credential) };
}

/**
 * Opens the credential of a target.
 *
 * @throws UnsealError when it was sealed with another secret of the installation
 */
export function unsealTargetCredential(keys: SealingKeys, targetId: string, sealed: Uint8Array): TargetCredential {
  return credentialSchema.parse(JSON.parse(unseal(keys, sealed, nameContext(targetId))));
}

function nameContext(targetId: string): string {
  return `target ${targetId}`;
}

function createHint(credential: TargetCredential): string {
  switch (credential.kind) {
    case "bearer":
      // Of a short token, four characters would be too much of it.
      return credential.token.length < 16 ? "" : credential.token.slice(-4);
    case "basic":
      return credential.userName;
    case "oauth":
      return credential.clientId;
  }
}
