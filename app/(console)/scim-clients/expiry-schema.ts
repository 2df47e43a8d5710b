import { z } from "zod";
import { type ExpiryChoice, expiryChoices } from "./token-expiry";

/** When a new token ends, as the forms send it. */
export const expirySchema = z.enum(expiryChoices.map(({ value }) => value));

/** The choice in days; undefined for never. */
export function readExpiryDays(expiry: ExpiryChoice): number | undefined {
  return expiry === "never" ? undefined : Number(expiry);
}
