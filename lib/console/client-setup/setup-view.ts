import type { Card } from "@/lib/explain/card";
import type { Sequence } from "@/lib/walkthroughs/sequences/sequence";
import type { ScreenField } from "@/lib/walkthroughs/walkthrough";
import type { SimulatedResources } from "../simulated-resources";

/** A field of a drawn screen with this client's value; `value` is absent for a token, which nobody can read again. */
export type FieldView =
  | { readonly kind: "value"; readonly label: string; readonly value: string }
  | { readonly kind: "token"; readonly label: string; readonly prefix: "" | "Bearer " }
  | Exclude<ScreenField, { kind: "value" }>;

/** What stands in the way of a step. */
export type ProblemView = {
  /** What is odd about the request, and how to mend it; undefined where no card speaks of it. */
  readonly card: Card | undefined;
  /** The request in a sentence, and what the identity provider was told. */
  readonly sentence: string;
  readonly detail: string | undefined;
  /** The request that says so; absent in the sandbox, whose requests have no page. */
  readonly href: string | undefined;
  readonly at: string;
  /** Whether the request may have been meant for another client, since its token names none. */
  readonly isUncertain: boolean;
};

/** How far a step is; times are ISO 8601. */
export type StepStateView =
  | { readonly kind: "todo" | "waiting" }
  | { readonly kind: "done"; readonly at: string | undefined }
  | {
      readonly kind: "seen";
      readonly at: string;
      readonly sentence: string;
      readonly href: string | undefined;
      readonly isSimulated: boolean;
    }
  | { readonly kind: "problem"; readonly problem: ProblemView };

export type StepView = {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly instructions: readonly string[];
  readonly screen: { readonly title: string; readonly fields: readonly FieldView[] } | undefined;
  readonly command: string | undefined;
  readonly quirks: readonly string[];
  /** Remarks that come from the traffic, such as on a dialect. */
  readonly remarks: readonly string[];
  readonly isOptional: boolean;
  /** Whether requests can prove it; the others are ticked off by hand. */
  readonly isProvable: boolean;
  readonly state: StepStateView;
};

/** A request in the panel of what was received. */
export type ReceivedView = {
  readonly id: string;
  readonly at: string;
  readonly sentence: string;
  readonly tone: "success" | "neutral" | "danger";
  readonly status: number;
  readonly href: string | undefined;
};

/** Which requests are looked at: the client's own, or those of its rehearsal in the sandbox. */
export type SetupPlace = "client" | "sandbox";

/** The set-up of a SCIM client, as its page shows it. */
export type SetupView = {
  readonly clientId: string;
  readonly clientName: string;
  readonly product: string;
  readonly place: SetupPlace;
  readonly rhythm: string;
  /** Why the identity provider may not reach this server at all. */
  readonly reach: string | undefined;
  readonly isPaused: boolean;
  readonly baseUrl: string;
  /** The last characters of the newest live token; undefined when there is none. */
  readonly tokenLastFour: string | undefined;
  readonly steps: readonly StepView[];
  /** Where the person is; undefined when everything is done. */
  readonly currentStepId: string | undefined;
  readonly isComplete: boolean;
  /** Whether what is complete was proved by the simulator, at least in part. */
  readonly isOnlySimulated: boolean;
  readonly received: readonly ReceivedView[];
  readonly lastReceivedAt: string | undefined;
  /** When the next cycle is expected, where there are cycles. */
  readonly nextExpectedAt: string | undefined;
  readonly sequences: readonly Pick<Sequence, "name" | "title" | "button" | "summary">[];
  /** What the simulator left in the organization. */
  readonly simulated: SimulatedResources;
  /** How much the sandbox holds; undefined when there is none. */
  readonly sandbox: { readonly people: number; readonly groups: number } | undefined;
  readonly madeUpNames: readonly string[];
  readonly now: string;
};
