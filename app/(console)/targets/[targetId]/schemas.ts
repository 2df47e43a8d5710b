import { z } from "zod";

/** An act on a target that needs nothing else. */
export const targetSchema = z.object({ id: z.string() });

/** Whether a target is sent anything; "leaveOut" resumes it without the resource that was refused. */
export const targetStateSchema = z.object({ id: z.string(), act: z.enum(["pause", "resume", "leaveOut"]) });

/** What becomes of the deprovisions that are held. */
export const heldSchema = z.object({ id: z.string(), decision: z.enum(["allow", "discard"]) });
