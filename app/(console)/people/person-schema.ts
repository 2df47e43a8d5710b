import { z } from "zod";

const text = z.string().max(1_000, "This is too long.").default("");

/** The fields of the form of a person. */
export const personSchema = z.object({
  userName: text,
  email: text,
  givenName: text,
  familyName: text,
  formattedName: text,
  role: z.enum(["owner", "administrator", "moderator", "member", "guest"]),
  password: z.string().max(1_024).default(""),
});

export const editSchema = personSchema.extend({ id: z.uuid(), version: z.coerce.number().int() });
export const stateSchema = z.object({ id: z.uuid(), active: z.boolean() });
export const invitationSchema = z.object({ id: z.uuid() });
export const removalSchema = z.object({ id: z.uuid(), userName: text, password: z.string().max(1_024).default("") });
