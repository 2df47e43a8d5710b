import { log } from "@/lib/log";
import type { TargetCredential, TargetCredentialKind } from "@/lib/provisioning/target";
import { reseal, type SealingKeys, seal, UnsealError } from "@/lib/secrets";
import type { Database } from "./pool";
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

/**
 * Seals anew what was sealed with the secret before (ROSTER_SECRET_PREVIOUS), so that it is needed no longer once this has run.
 *
 * @returns how many credentials were sealed anew
 */
export async function resealTargetCredentials({ pool }: Pick<Database, "pool">, keys: SealingKeys): Promise<number> {
  if (keys.previous === undefined) return 0;
  const { rows } = await pool.query<{ id: string; credential: Buffer }>("SELECT id, credential FROM targets");
  let count = 0;
  for (const { id, credential } of rows) {
    const sealed = resealOne(keys, id, credential);
    if (sealed === undefined) continue;
    // Unless somebody has replaced it meanwhile.
    const statement = "UPDATE targets SET credential = $3 WHERE id = $1 AND credential = $2";
    count += (await pool.query(statement, [id, credential, sealed])).rowCount ?? 0;
  }
  return count;
}

function resealOne(keys: SealingKeys, id: string, credential: Uint8Array): Uint8Array | undefined {
  try {
    return reseal(keys, credential, describeTargetSeal(id));
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    log.warn("The credential of a target can be opened with neither secret. Replace it.", { target: id });
    return undefined;
  }
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
