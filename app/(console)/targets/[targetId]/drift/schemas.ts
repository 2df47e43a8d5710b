import { z } from "zod";

const resourceType = z.enum(["User", "Group"]);

/** Something that a run found, to be put right. */
export const overwriteSchema = z.object({ id: z.string(), runId: z.uuid(), resourceType, resourceId: z.uuid() });

const remoteId = z.string().min(1).max(1000);

/** Something at the target that is to be shown no more, or again. */
export const ignoreSchema = z.object({ id: z.string(), resourceType, remoteId, ignored: z.boolean() });

/** Something at the target that is one of ours. */
export const adoptSchema = z.object({
  id: z.string(),
  resourceType,
  remoteId,
  text: z.string().trim().min(1, "Say whom it belongs to.").max(500),
});
