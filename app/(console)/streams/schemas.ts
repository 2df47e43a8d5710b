import { z } from "zod";

const text = z.string().max(1_000, "This is too long.").default("");

export const newStreamSchema = z.object({ name: text, isDefault: z.literal("true").optional() });
/** Another name for a stream, or its name typed to confirm that it goes. */
export const streamNameSchema = z.object({ id: z.uuid(), name: text });
export const defaultSchema = z.object({ id: z.uuid(), isDefault: z.boolean() });
export const subscriptionSchema = z.object({ id: z.uuid(), person: text });
export const endingSchema = z.object({ id: z.uuid(), userId: z.uuid() });
