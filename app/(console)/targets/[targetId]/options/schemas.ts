import { z } from "zod";
import { scopeSchema } from "../../credential-schema";

/** What the form of a target's options sends. */
export const targetOptionsSchema = z.object({
  id: z.string(),
  name: z.string(),
  preset: z.string(),
  options: z.record(z.string(), z.string()),
  scope: scopeSchema,
  drawnFrom: z.string(),
});
