import type { CreateTargetClient } from "@/lib/console/targets/run-preflight";

/** What the commands that wait for work need: the command line is one more worker while it waits. */
export type TargetWork = {
  /** Works for one target until `until` says that it is enough. */
  readonly drainTarget: (targetId: string, until: () => Promise<boolean>) => Promise<void>;
  readonly createClient: CreateTargetClient;
};
