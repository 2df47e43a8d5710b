import type { TargetCredential, TargetCredentialKind } from "@/lib/provisioning/target";
import { type SealingKeys, seal } from "@/lib/secrets";
import { describeTargetSeal } from "./sync/seal-contexts";

/** A target's credential as it is stored: sealed, beside what people know it by. */
export type SealedCredential = {
  readonly kind: TargetCredentialKind;
  readonly sealed: Uint8Array<ArrayBuffer>;
  /** The last four characters of a token, a user name, a client id. */
  readonly hint: string;
};

/** Seals a credential for one target: it can be opened for that one only. */
export function sealTargetCredential(
  keys: SealingKeys,
  targetId: string,
  credential: TargetCredential,
): SealedCredential {
  const sealed = Uint8Array.from(seal(keys, JSON.stringify(credential), describeTargetSeal(targetId)));
  return { kind: credential.kind, sealed, hint: createHint(credential) };
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
