import { readEnvironment } from "@/lib/env";
import { readSealingKeys, type SealingKeys } from "@/lib/secrets";

/** The keys by which this installation seals the credentials of targets. */
export function getSealingKeys(): SealingKeys {
  return readSealingKeys(readEnvironment());
}
