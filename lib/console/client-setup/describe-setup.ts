import { listFirstActions } from "@/lib/db/received-requests";
import { countSandbox, findSandboxClientId, findSandboxId } from "@/lib/db/sandboxes";
import { findStepsDone, type ScimClientSettings } from "@/lib/db/scim-clients";
import { isPrivateAddress } from "@/lib/directory/address-range";
import { readEnvironment } from "@/lib/env";
import { describeExchange } from "@/lib/explain/describe-exchange";
import { toPlainText } from "@/lib/explain/sentence";
import { findWalkthrough } from "@/lib/walkthroughs/find-walkthrough";
import { findCurrentStep, isComplete, judgeSteps } from "@/lib/walkthroughs/judge-steps";
import { describeReach } from "@/lib/walkthroughs/reach";
import { listSequences } from "@/lib/walkthroughs/sequences/find-sequence";
import { madeUpNames } from "@/lib/walkthroughs/sequences/people";
import { listLiveTokens } from "../access-tokens";
import { getScimBaseUrl } from "../setup-page";
import { listSimulatedResources } from "../simulated-resources";
import type { SimulationAccess } from "../simulations";
import { linkToRequest, presentSteps } from "./present-steps";
import { listReceived, type Received } from "./received";
import type { ReceivedView, SetupPlace, SetupView } from "./setup-view";

const shownRequests = 8;
const minuteMs = 60_000;

/**
 * The set-up of a SCIM client: its walkthrough with this client's values, how far each step is by what was received, and what
 * was received.
 *
 * @param place whether the client's own requests are looked at, or those of its rehearsal in the sandbox
 */
export async function describeSetup(
  access: Pick<SimulationAccess, "database" | "organization">,
  client: ScimClientSettings,
  place: SetupPlace,
): Promise<SetupView> {
  const { database, organization } = access;
  const { prisma } = database;
  const now = new Date();
  const walkthrough = findWalkthrough(client.preset);
  const sandboxId = await findSandboxId(prisma, organization.id);
  const watched = place === "client" ? client : await findSandboxClient(access, client, sandboxId);
  const organizationId = place === "client" ? organization.id : (sandboxId ?? organization.id);
  const received = watched === undefined ? [] : await listReceived(database, organizationId, watched, now);
  // Once the client has been let in, what names nobody is somebody else's, such as a program that tries doors.
  const wasLetIn = received.some(({ exchange, isOwn }) => isOwn && exchange.outcome !== "refused");
  const looked = place === "sandbox" || wasLetIn ? received.filter(({ isOwn }) => isOwn) : received;
  const judged = judgeSteps(
    walkthrough.steps,
    looked.map(({ exchange, isSimulated }) => ({ ...exchange, isSimulated })),
    {
      done: await findStepsDone(prisma, client.id),
      firsts: place === "client" ? await listFirstActions(prisma, client.id) : new Map(),
      product: walkthrough.product,
    },
  );
  const baseUrl = getScimBaseUrl();
  const [tokens, simulated] = [
    await listLiveTokens(prisma, client.id, now),
    await listSimulatedResources(access, client),
  ];
  const last = looked.findLast(({ isOwn, isSimulated }) => isOwn && !isSimulated)?.exchange.at;
  const { cycleMinutes } = walkthrough;
  return {
    clientId: client.id,
    clientName: client.name,
    product: walkthrough.product,
    place,
    rhythm: walkthrough.rhythm,
    reach: describeReach(walkthrough, readEnvironment().rosterUrl, isPrivateAddress),
    isPaused: client.state === "paused",
    baseUrl,
    tokenLastFour: tokens.at(-1)?.lastFour,
    steps: await presentSteps(judged, { access, client, walkthrough, received: looked, place, baseUrl }),
    currentStepId: findCurrentStep(judged),
    isComplete: isComplete(walkthrough.steps, judged),
    isOnlySimulated: judged.some(({ state }) => state.kind === "seen" && state.proof.isSimulated),
    received: looked
      .slice(-shownRequests)
      .reverse()
      .map((one) => presentReceived(one, place)),
    lastReceivedAt: last?.toISOString(),
    nextExpectedAt:
      last === undefined || cycleMinutes === undefined
        ? undefined
        : new Date(last.getTime() + cycleMinutes * minuteMs).toISOString(),
    sequences: listSequences(client.preset).map(({ name, title, button, summary }) => ({
      name,
      title,
      button,
      summary,
    })),
    simulated,
    sandbox: sandboxId === undefined ? undefined : await countSandbox(prisma, sandboxId),
    madeUpNames,
    now: now.toISOString(),
  };
}

async function findSandboxClient(
  { database }: Pick<SimulationAccess, "database">,
  client: ScimClientSettings,
  sandboxId: string | undefined,
): Promise<ScimClientSettings | undefined> {
  if (sandboxId === undefined) return undefined;
  const id = await findSandboxClientId(database.prisma, sandboxId, client);
  return id === undefined ? undefined : { ...client, id, organizationId: sandboxId };
}

function presentReceived({ exchange }: Received, place: SetupPlace): ReceivedView {
  const { id, at, outcome, status } = exchange;
  const tone = outcome === "refused" || outcome === "failed" ? "danger" : outcome === "changed" ? "success" : "neutral";
  const sentence = toPlainText(describeExchange(exchange));
  return { id, at: at.toISOString(), sentence, tone, status, href: linkToRequest(id, place) };
}
