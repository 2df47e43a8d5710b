import { z } from "zod";
import { credentialSchema, scopeSchema } from "../credential-schema";

/** What the form for a new target sends. */
export const connectTargetSchema = z.object({
  preset: z.string(),
  name: z.string(),
  url: z.string(),
  credential: credentialSchema,
  caCertificate: z.string(),
  scope: scopeSchema,
  options: z.record(z.string(), z.string()),
});
