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
export function playHere(name: SequenceName, token: string): AsyncGenerator<PlayedStep> {
  return playAt(formatBaseUrl(findOwnUrl(readEnvironment().rosterUrl)), name, token);
}

/** Plays a sequence against the server of this base URL, which is our own. */
export function playAt(baseUrl: string, name: SequenceName, token: string): AsyncGenerator<PlayedStep> {
  const fetch = createOutgoingFetch({ allow: everywhere });
  return playSequence(getSequence(name), { baseUrl, token, fetch, pauseMs });
}
