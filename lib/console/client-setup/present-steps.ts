import type { ScimClientSettings } from "@/lib/db/scim-clients";
import { describeExchange } from "@/lib/explain/describe-exchange";
import { explainExchange } from "@/lib/explain/explain-exchange";
import { toPlainText } from "@/lib/explain/sentence";
import type { JudgedStep, StepState } from "@/lib/walkthroughs/judge-steps";
import { isOlderDialect } from "@/lib/walkthroughs/obstacles";
import type { ScreenField, Walkthrough, WalkthroughStep } from "@/lib/walkthroughs/walkthrough";
import { loadExplanationContext } from "../explanation-context";
import type { SimulationAccess } from "../simulations";
import type { Received } from "./received";
import type { FieldView, ProblemView, SetupPlace, StepStateView, StepView } from "./setup-view";

export type PresentedContext = {
  readonly access: Pick<SimulationAccess, "database" | "organization">;
  readonly client: ScimClientSettings;
  readonly walkthrough: Walkthrough;
  readonly received: readonly Received[];
  readonly place: SetupPlace;
  readonly baseUrl: string;
};

const flag = "?aadOptscim062020";

/** The steps of a walkthrough with this client's values, and how far each is. */
export async function presentSteps(
  judged: readonly JudgedStep[],
  context: PresentedContext,
): Promise<readonly StepView[]> {
  const { walkthrough, baseUrl } = context;
  const steps: StepView[] = [];
  for (const step of walkthrough.steps) {
    const { screen } = step;
    steps.push({
      id: step.id,
      number: steps.length + 1,
      title: step.title,
      instructions: step.instructions,
      screen: screen && { title: screen.title, fields: screen.fields.map((field) => presentField(field, baseUrl)) },
      command: step.command?.replaceAll("{{baseUrl}}", baseUrl),
      quirks: step.quirks ?? [],
      remarks: listRemarks(step, context),
      isOptional: step.isOptional === true,
      isProvable: step.proof !== undefined,
      state: await presentState(judged.find(({ id }) => id === step.id)?.state ?? { kind: "todo" }, context),
    });
  }
  return steps;
}

function presentField(field: ScreenField, baseUrl: string): FieldView {
  if (field.kind !== "value") return field;
  const { label } = field;
  switch (field.value) {
    case "baseUrl":
      return { kind: "value", label, value: baseUrl };
    case "tenantUrl":
      return { kind: "value", label, value: `${baseUrl}${flag}` };
    case "token":
      return { kind: "token", label, prefix: "" };
    case "bearerToken":
      return { kind: "token", label, prefix: "Bearer " };
  }
}

async function presentState(state: StepState, context: PresentedContext): Promise<StepStateView> {
  switch (state.kind) {
    case "todo":
    case "waiting":
      return state;
    case "done":
      return { kind: "done", at: state.at?.toISOString() };
    case "seen": {
      const { requestId, at, sentence, isSimulated } = state.proof;
      const href = requestId === undefined ? undefined : linkToRequest(requestId, context.place);
      return { kind: "seen", at: at.toISOString(), sentence, href, isSimulated };
    }
    case "problem": {
      const found = context.received.find(({ exchange }) => exchange.id === state.requestId);
      return found === undefined
        ? { kind: "waiting" }
        : { kind: "problem", problem: await presentProblem(found, context) };
    }
  }
}

/** What went wrong in the words of the explanation cards, for this client's identity provider. */
async function presentProblem({ exchange, isOwn }: Received, context: PresentedContext): Promise<ProblemView> {
  const { access, client, baseUrl, place } = context;
  // Whoever sent a token that is too wrong to be known is taken for the one who is being set up.
  const attributed = { ...exchange, client: { id: client.id, name: client.name, preset: client.preset } };
  const cards = explainExchange(attributed, await loadExplanationContext(access, attributed, baseUrl));
  return {
    card: cards.find(({ tone }) => tone !== "info"),
    sentence: toPlainText(describeExchange(exchange)),
    detail: exchange.detail,
    href: linkToRequest(exchange.id, place),
    at: exchange.at.toISOString(),
    isUncertain: !isOwn,
  };
}

/** Where a request is shown. Those of the sandbox are of an organization that nobody enters. */
export function linkToRequest(id: string, place: SetupPlace): string | undefined {
  return place === "client" ? `/activity/${id}` : undefined;
}

function listRemarks({ proof }: WalkthroughStep, { walkthrough, received }: PresentedContext): readonly string[] {
  const isAboutFlag = walkthrough.product === "Microsoft Entra ID" && proof === "deactivation";
  if (!isAboutFlag || !received.some(({ exchange }) => isOlderDialect(exchange))) return [];
  return [
    `Some of these requests are in Entra's older form, as without ${flag} in the Tenant URL. Roster understood them. Provision on demand always writes so; if the cycles do too, add the flag.`,
  ];
}
