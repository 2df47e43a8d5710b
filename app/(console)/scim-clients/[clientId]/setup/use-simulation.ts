"use client";

import { useState } from "react";
import type { SimulationInput } from "@/lib/console/client-setup/simulation-input";
import type { PlayedStep } from "@/lib/http/simulator";

/** A run of the simulator as the page follows it. */
export type Run = {
  readonly isPlaying: boolean;
  readonly steps: readonly PlayedStep[];
  /** Why it did not begin, or broke off. */
  readonly problem: string | undefined;
};

const idle: Run = { isPlaying: false, steps: [], problem: undefined };
const broken = "The simulator broke off. What it had sent by then is in the list of requests.";

/** Plays sequences, one at a time, and follows them step by step. */
export function useSimulation(): { run: Run; play: (input: SimulationInput) => Promise<void> } {
  const [run, setRun] = useState<Run>(idle);

  async function play({ clientId, ...input }: SimulationInput): Promise<void> {
    setRun({ ...idle, isPlaying: true });
    try {
      const answer = await fetch(`/scim-clients/${clientId}/setup/play`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(input),
      });
      if (!answer.ok || answer.body === null) {
        const { message }: { message?: string } = await answer.json();
        setRun({ ...idle, problem: message ?? broken });
        return;
      }
      for await (const line of readLines(answer.body)) {
        const step: PlayedStep = JSON.parse(line);
        setRun((shown) => ({ ...shown, steps: [...shown.steps, step] }));
      }
      setRun((shown) => ({ ...shown, isPlaying: false }));
    } catch {
      setRun((shown) => ({ ...shown, isPlaying: false, problem: broken }));
    }
  }

  return { run, play };
}

async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
