import { listAttempts } from "@/lib/db/sync-attempts";
import { listTargetsOfResource } from "@/lib/db/target-resources";
import type { Access } from "../access";
import { type ShownAttempt, showAttempt } from "./attempt-words";

/** What an inbound request led to at targets. */
export type PassedOn = {
  readonly attempts: readonly ShownAttempt[];
  readonly hasMore: boolean;
  /** Targets to which it has still to be passed on. */
  readonly waiting: readonly { readonly targetId: string; readonly targetName: string }[];
};

const shownAttempts = 50;

/**
 * What was tried at targets because of one inbound request, the latest first.
 *
 * @param subject the person or group that it is about, where it is one: what waits is known of that one alone
 */
export async function readPassedOn(
  { database, organization }: Pick<Access, "database" | "organization">,
  requestId: string,
  subject: { readonly resourceType: "User" | "Group"; readonly resourceId: string } | undefined,
): Promise<PassedOn> {
  const [attempts, targets] = await Promise.all([
    listAttempts(database.prisma, organization.id, { requestId }, { limit: shownAttempts + 1 }),
    subject === undefined
      ? []
      : listTargetsOfResource(database, organization.id, subject.resourceType, subject.resourceId),
  ]);
  return {
    attempts: attempts.slice(0, shownAttempts).map(showAttempt),
    hasMore: attempts.length > shownAttempts,
    waiting: targets
      .filter(({ job }) => job?.requestId === requestId)
      .map(({ targetId, targetName }) => ({ targetId, targetName })),
  };
}
