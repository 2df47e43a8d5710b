import { getMember } from "@/lib/scim/json-object";
import type { Conversation, SyncContext } from "./sync-context";
import type { ResourceLink } from "./sync-store";

/**
 * A group seemed to have lost members, and has them again now: if it still names none at all, the target never does, and what
 * it shows says nothing about who is in a group.
 */
export async function learnMembersListed(
  context: SyncContext,
  { send }: Conversation,
  remoteId: string,
  link: ResourceLink | undefined,
): Promise<void> {
  const seemedToLack = link?.drift?.some(({ path, expected }) => path === "members" && expected !== undefined);
  if (seemedToLack !== true || !context.capabilities().membersListed.value) return;
  const answer = await send({ method: "GET", path: `/Groups/${encodeURIComponent(remoteId)}` });
  if (answer.kind !== "answered" || answer.status !== 200 || answer.body === undefined) return;
  if (getMember(answer.body, "members") === undefined) await context.learn({ membersListed: false });
}
