import { z } from "zod";
import { sequenceNames } from "@/lib/walkthroughs/sequences/sequence";

/** What is to be played, and where. */
export const simulationSchema = z.object({
  clientId: z.string(),
  sequence: z.enum(sequenceNames),
  place: z.enum(["sandbox", "client"]),
});

export type SimulationInput = z.infer<typeof simulationSchema>;
