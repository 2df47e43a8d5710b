import { z } from "zod";

/** An act on one run. */
export const runSchema = z.object({ id: z.string(), runId: z.uuid() });
