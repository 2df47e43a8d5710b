import { z } from "zod";

/** Whether a SCIM client is let in. */
export const clientStateSchema = z.object({ id: z.string(), state: z.enum(["active", "paused"]) });
