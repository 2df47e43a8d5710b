import { z } from "zod";
import { expirySchema } from "../expiry-schema";

/** What the form for a new SCIM client sends. */
export const connectSchema = z.object({
  preset: z.string(),
  name: z.string(),
  tokenExpiry: expirySchema,
  password: z.string(),
  options: z.record(z.string(), z.string()),
});
