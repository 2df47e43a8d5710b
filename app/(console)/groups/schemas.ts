import { z } from "zod";

const text = z.string().max(1_000, "This is too long.").default("");

export const newGroupSchema = z.object({ name: text });
/** Another name for a group, or its name typed to confirm that it goes. */
export const groupNameSchema = z.object({ id: z.uuid(), name: text });
export const memberSchema = z.object({ id: z.uuid(), kind: z.enum(["person", "group"]), member: text });
export const leavingSchema = z.object({ id: z.uuid(), memberId: z.uuid() });
