import type { Drift } from "../sync-store";

/** What a run found at a target that our link does not know. Nothing of it reaches the link before the run applies it. */
export type Finding =
  /** It was linked, and is not there any more. */
  | { readonly kind: "missing"; readonly remoteId: string }
  /** It is not as it was left. */
  | {
      readonly kind: "drift";
      readonly remoteId: string;
      readonly drift: Drift;
      /** Of a group: ids there of members that our record lacks, and of recorded ones that it has no more. */
      readonly members?: { readonly extra: readonly string[]; readonly missing: readonly string[] };
    };
