import { z } from "zod";

const resourceType = z.enum(["User", "Group"]);
// Browsers send the ends of lines as carriage return and line feed.
const expression = z.string().transform((text) => text.replaceAll("\r\n", "\n"));
const enabled = z
  .literal("on")
  .optional()
  .transform((checked) => checked === "on");
const optionalId = z.union([z.uuid(), z.literal("")]).transform((text) => (text === "" ? undefined : text));

/** A mapping as the editor's form sends it; without `mappingId` it is a new one. */
export const mappingSchema = z.object({
  id: z.string(),
  mappingId: optionalId,
  resourceType,
  /** The version that was edited; 0 for a new one. */
  version: z.coerce.number().int().min(0),
  name: z.string(),
  expression,
  enabled,
});

/** A mapping as somebody is writing it, and for whom it is shown. */
export const draftSchema = z.object({
  id: z.string(),
  mappingId: optionalId,
  resourceType,
  name: z.string().max(1_000),
  expression: expression.pipe(z.string().max(20_000)),
  enabled: z.boolean(),
  subject: z.string().max(500),
});

/** A version to go back to. */
export const revertSchema = z.object({ id: z.string(), mappingId: z.uuid(), version: z.int().min(1) });

/** A mapping to remove. */
export const removeMappingSchema = z.object({ id: z.string(), mappingId: z.uuid() });
