import { z } from "zod";
import { expirySchema } from "../../expiry-schema";

const id = z.string();
const tokenId = z.string();

/** After how many hours the older token of a rotation ends; "never": not before somebody retires it. */
const overlap = z.enum(["never", "24", "168"]);

export const issueTokenSchema = z.object({ id, tokenExpiry: expirySchema, scopes: z.array(z.string()) });
export const rotateTokenSchema = z.object({ id, tokenExpiry: expirySchema, overlap });
export const oneTokenSchema = z.object({ id, tokenId });
export const endTokenSchema = z.object({ id, tokenId, hours: z.union([z.literal(24), z.literal(168)]) });
export const issueSecretSchema = z.object({ id, tokenExpiry: expirySchema.exclude(["never"]) });
export const oneSecretSchema = z.object({ id, secretId: z.string() });
export const trustSchema = z.object({
  id,
  issuer: z.string(),
  subject: z.string(),
  audience: z.string(),
  jwksUri: z.string(),
});
export const oneTrustSchema = z.object({ id, trustId: z.string() });
export const assertionSchema = z.object({ id, assertion: z.string().max(20_000) });
export const accessSchema = z.object({
  id,
  scopes: z.array(z.string()),
  allowedAddresses: z.string().max(50_000),
  tokenLifetimeMinutes: z.coerce.number(),
});
export const addressSchema = z.object({ id, address: z.string(), allowedAddresses: z.string().max(50_000) });
