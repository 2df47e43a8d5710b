"use client";

import { ActButton } from "../act-button";
import { setTargetState } from "../actions";

type StateButtonProps = { id: string; name: string; isPaused: boolean };

/** Pauses the target or lets it go on; what follows stands above it. */
export function StateButton({ id, name, isPaused }: StateButtonProps) {
  return (
    <ActButton
      label={`${isPaused ? "Resume" : "Pause"} ${name}`}
      run={() => setTargetState({ id, act: isPaused ? "resume" : "pause" })}
    />
  );
}
