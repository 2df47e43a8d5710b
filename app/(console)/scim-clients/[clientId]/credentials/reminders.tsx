import { Notice } from "@/components/notice";
import type { ExpiryReminder } from "@/lib/console/expiry-reminder";

type Ending = { readonly id: string; readonly label: string; readonly reminder: ExpiryReminder | undefined };

/** What ends within 30 days, more urgently the sooner it is. */
export function Reminders({ what, credentials }: { what: "token" | "secret"; credentials: readonly Ending[] }) {
  return credentials.map(({ id, label, reminder }) =>
    reminder === undefined ? null : (
      <Notice key={id} tone={reminder.tone}>
        The {what} <code className="font-mono">{label}</code> ends {describeDays(reminder.daysLeft)}. Requests with it
        fail from then on: {what === "token" ? "rotate it" : "issue the next one"} before that.
      </Notice>
    ),
  );
}

function describeDays(daysLeft: number): string {
  if (daysLeft === 0) return "within a day";
  return daysLeft === 1 ? "tomorrow" : `in ${daysLeft} days`;
}
