const dayMs = 24 * 60 * 60 * 1000;
/** As many days before the end a person is reminded, each time more urgently. */
const reminderDays = [1, 3, 7, 14, 30] as const;
/** From here on it is pressing. */
const pressingDays = 3;
const warningDays = 14;

/** That something ends soon. */
export type ExpiryReminder = {
  readonly tone: "info" | "warning" | "danger";
  /** Whole days that are left; 0 on the last one. */
  readonly daysLeft: number;
};

/**
 * Whether a person is to be reminded that a token or a secret ends: from 30 days before, more urgently from 14 and from 3.
 *
 * @returns undefined for what never ends, has ended, or ends later
 */
export function findReminder(endsAt: Date | null, now: Date): ExpiryReminder | undefined {
  if (endsAt === null || endsAt <= now) return undefined;
  const daysLeft = Math.floor((endsAt.getTime() - now.getTime()) / dayMs);
  const step = reminderDays.find((days) => daysLeft <= days);
  if (step === undefined) return undefined;
  return { tone: step <= pressingDays ? "danger" : step <= warningDays ? "warning" : "info", daysLeft };
}
