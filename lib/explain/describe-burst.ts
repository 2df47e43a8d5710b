import { countOf, formatNumber, formatTimeOfDay } from "./quantities";

/** What many requests of one SCIM client, one soon after the other, came to. */
export type Burst = {
  /** The SCIM client's name. */
  readonly name: string;
  readonly from: Date;
  readonly to: Date;
  readonly requests: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
  /** Told where there were some. */
  readonly deactivated?: number;
  readonly deleted?: number;
};

/**
 * "Entra, 14:02-14:09: 312 requests, 3 created, 7 updated, 302 unchanged, 0 failed".
 *
 * @param formatTime of a moment, in the reader's zone; UTC unless it is given
 */
export function describeBurst(burst: Burst, formatTime: (at: Date) => string = formatTimeOfDay): string {
  const from = formatTime(burst.from);
  const to = formatTime(burst.to);
  const span = from === to ? from : `${from}-${to}`;
  const { deactivated = 0, deleted = 0 } = burst;
  const counts = [
    countOf(burst.requests, "request"),
    `${formatNumber(burst.created)} created`,
    `${formatNumber(burst.updated)} updated`,
    ...(deactivated === 0 ? [] : [`${formatNumber(deactivated)} deactivated`]),
    ...(deleted === 0 ? [] : [`${formatNumber(deleted)} deleted`]),
    `${formatNumber(burst.unchanged)} unchanged`,
    `${formatNumber(burst.failed)} failed`,
  ];
  return `${burst.name}, ${span}: ${counts.join(", ")}`;
}
