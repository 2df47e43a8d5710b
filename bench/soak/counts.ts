/** What was sent and answered so far. */
export type Counts = {
  requests: number;
  pages: number;
  readonly statuses: Map<number, number>;
};

export function countAnswer({ statuses }: Counts, status: number): void {
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
}
