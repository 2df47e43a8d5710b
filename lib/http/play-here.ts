import { readEnvironment } from "@/lib/env";
import { getSequence } from "@/lib/walkthroughs/sequences/find-sequence";
import type { SequenceName } from "@/lib/walkthroughs/sequences/sequence";
import { formatBaseUrl } from "./base-url";
import { findOwnUrl } from "./loopback";
import { createOutgoingFetch } from "./outgoing-fetch";
import { type PlayedStep, playSequence } from "./simulator";

const pauseMs = 250;
/** It is our own address that is called, wherever it is. */
const everywhere = ["0.0.0.0/0", "::/0"];

/** Plays a sequence against this very server. */
export function playHere(name: SequenceName, token: string, signal?: AbortSignal): AsyncGenerator<PlayedStep> {
  return playSequence(getSequence(name), {
    baseUrl: formatBaseUrl(findOwnUrl(readEnvironment().rosterUrl)),
    token,
    fetch: createOutgoingFetch({ allow: everywhere }),
    pauseMs,
    ...(signal === undefined ? {} : { signal }),
  });
}
