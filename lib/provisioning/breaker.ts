import type { TargetOptions } from "./target-options";

export type BreakerFacts = {
  /** How many resources a run, or the last hour, would deprovision. */
  readonly planned: number;
  /** How many are linked. */
  readonly linked: number;
  readonly options: Pick<TargetOptions, "breakerPercent" | "breakerMinimum">;
  /** Deprovisions pass until then, because somebody allowed them. */
  readonly openUntil?: Date | undefined;
  readonly now: Date;
};

/** How many resources may be deprovisioned without anybody being asked. */
export function countAllowedDeprovisions({ linked, options }: Pick<BreakerFacts, "linked" | "options">): number {
  return Math.max(options.breakerMinimum, Math.floor((linked * options.breakerPercent) / 100));
}

/** Whether so many deprovisions are held until a person has allowed them: a wrong filter must not empty a target. */
export function wouldTrip(facts: BreakerFacts): boolean {
  if (facts.openUntil !== undefined && facts.openUntil > facts.now) return false;
  return facts.planned > countAllowedDeprovisions(facts);
}
