import type { CreateTargetClient } from "@/lib/console/targets/run-preflight";
import { readEnvironment } from "@/lib/env";
import { createOutgoingFetch } from "@/lib/http/outgoing-fetch";
import { createScimTargetClient } from "@/lib/http/scim-target-client";

/** A person waits for the answer, and a target that takes longer than this is one to know about. */
const timeoutMs = 15_000;

/** Makes the client by which the console asks a target what it can do: under the same rule as the engine which addresses may be called. */
export const createTargetClient: CreateTargetClient = (target) =>
  createScimTargetClient({
    target,
    credential: target.credential,
    fetch: createOutgoingFetch({ allow: readEnvironment().targetAllow }),
    timeoutMs,
  });
