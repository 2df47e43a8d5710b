import { z } from "zod";

const resource = { resourceType: z.enum(["User", "Group"]), resourceId: z.uuid() };

/** An act on one person or group of a target. */
export const resourceSchema = z.object({
  id: z.string(),
  ...resource,
  act: z.enum(["retry", "ignore", "stopIgnoring"]),
});

/** Which of the target's resources is this one of ours. */
export const adoptionSchema = z.object({
  id: z.string(),
  ...resource,
  remoteId: z.string().trim().min(1, "Give the id that it has at the target.").max(1000),
});

/** An act on all of a target. */
export const allSchema = z.object({ id: z.string() });
