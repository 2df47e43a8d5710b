import type { PhaseResult } from "../load/run-phase";

/** What one run of one phase on one server came to. */
export type Measurement = Omit<PhaseResult, "problem"> & {
  readonly round: number;
  readonly phase: string;
  readonly connections: number;
  readonly contestant: string;
  /** Why it does not count, where it does not: a wrong answer, or a write that was lost. */
  readonly failure?: string;
};
