import { z } from "zod";

/** What the form of a removal sends. */
export const removalSchema = z.object({ id: z.string(), typedName: z.string(), password: z.string() });
