import { z } from "zod";
import { credentialSchema } from "../../credential-schema";

/** What the form of address, credential and certificate sends; a credential that is absent stays. */
export const accessSchema = z.object({
  id: z.string(),
  url: z.string(),
  credential: credentialSchema.optional(),
  /** "" for none, absent for the one it has. */
  caCertificate: z.string().optional(),
});
