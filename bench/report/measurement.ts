/** What one run of one phase on one server came to. */
export type Measurement = {
  readonly round: number;
  readonly phase: string;
  readonly connections: number;
  readonly contestant: string;
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly medianMs: number;
  readonly slowest1PercentMs: number;
  /** Processor time of the generator while the clock ran, as a share of one core. */
  readonly generatorLoad: number;
  /** Processor time of the server's processes per request, that of PostgreSQL aside. */
  readonly serverMsPerRequest?: number;
  /** Why it does not count, where it does not: a wrong answer, or a write that was lost. */
  readonly failure?: string;
};
