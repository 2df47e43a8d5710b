import { z } from "zod";

/** What the form of the options sends. */
export const optionsSchema = z.object({
  id: z.string(),
  name: z.string(),
  preset: z.string(),
  options: z.record(z.string(), z.string()),
  drawnFrom: z.string(),
  password: z.string(),
});
