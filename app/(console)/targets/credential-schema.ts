import { z } from "zod";

/** How Roster shows a target who it is, as forms send it. */
export const credentialSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("bearer"), token: z.string() }),
  z.object({ kind: z.literal("basic"), userName: z.string(), password: z.string() }),
  z.object({
    kind: z.literal("oauth"),
    tokenUrl: z.string(),
    clientId: z.string(),
    clientSecret: z.string(),
    scope: z.string(),
  }),
]);

/** Who is to belong to a target, as forms send it. */
export const scopeSchema = z.object({
  groups: z.array(z.string()),
  roles: z.array(z.string()),
  filter: z.string(),
});
