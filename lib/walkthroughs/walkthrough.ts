/** What of a SCIM client is pasted into an identity provider. */
export type ValueName = "baseUrl" | "tenantUrl" | "token" | "bearerToken";

/** One element of a drawn screen of an identity provider. */
export type ScreenField =
  /** A box with a value of this SCIM client, to be copied. */
  | { readonly kind: "value"; readonly label: string; readonly value: ValueName }
  /** A box or a choice with a text that is the same for everybody. */
  | { readonly kind: "text"; readonly label: string; readonly text: string }
  | { readonly kind: "checkbox"; readonly label: string; readonly isChecked: boolean }
  | { readonly kind: "button"; readonly label: string };

/** A part of an identity provider's screen, with the labels that stand there. */
export type Screen = { readonly title: string; readonly fields: readonly ScreenField[] };

/** What the requests of an identity provider can prove. */
export type ProofName = "reached" | "person" | "deactivation" | "group";

export type WalkthroughStep = {
  /** Stays the same for ever: what somebody ticked off is kept by it. */
  readonly id: string;
  readonly title: string;
  /** Sentences, in their order; **labels of the identity provider** stand between two asterisks, `what is typed` between backticks. */
  readonly instructions: readonly string[];
  readonly screen?: Screen;
  /** A command, with {{baseUrl}} where the client's own stands. */
  readonly command?: string;
  /** What is peculiar here, said where it matters. */
  readonly quirks?: readonly string[];
  /** Absent: no request proves it, and somebody ticks it off. */
  readonly proof?: ProofName;
  /** Whether the set-up works without it. */
  readonly isOptional?: boolean;
};

/** How one identity provider is set up. */
export type Walkthrough = {
  /** What people call it. */
  readonly product: string;
  /** "cloud" calls from the internet, "own" from a server that may stand in the same network. */
  readonly runsIn: "cloud" | "own";
  /** How long it may be silent, so that silence is not read as a fault. */
  readonly rhythm: string;
  /** Minutes from one cycle to the next, where there are cycles. */
  readonly cycleMinutes?: number;
  readonly steps: readonly WalkthroughStep[];
};
