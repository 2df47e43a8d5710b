import { z } from "zod";

/** What the form of a removal sends. */
export const targetRemovalSchema = z.object({ id: z.string(), typedName: z.string() });
