import type { Role } from "@/lib/directory/role";
import type { ConsoleLink } from "./console-paths";
import type { LoggedExchange } from "./logged-exchange";
import type { ProviderScreens } from "./provider-screens";

/** How pressing a card is: good to know, worth a look, to be mended. */
export type CardTone = "info" | "warning" | "danger";

/** What is odd about a request, or about a client's silence: what it means, where it comes from and how to mend it. */
export type Card = {
  /** As in docs/explanations.md. */
  readonly number: number;
  readonly id: string;
  readonly tone: CardTone;
  readonly title: string;
  readonly meaning: string;
  /** What at the identity provider makes it so, where that is known. */
  readonly cause?: string;
  /** What to do, one after the other; none where nothing needs to be done. */
  readonly steps: readonly string[];
  readonly links: readonly ConsoleLink[];
  /** What is to be pasted elsewhere just as it is. */
  readonly copy?: { readonly name: string; readonly text: string };
  /** Where the documents speak of it. */
  readonly anchor: string;
  /** So ordinary that a list of requests leaves it out. */
  readonly isOrdinary: boolean;
};

/** A person who is here already. */
export type ExistingPerson = {
  readonly id: string;
  readonly name: string;
  readonly isActive: boolean;
  readonly role: Role;
  /** The SCIM clients that know them by an externalId. */
  readonly clients: readonly { readonly id: string; readonly name: string }[];
};

/** What of today's state the cards speak of, as far as it is known; each rule does without what is missing. */
export type ExplanationContext = {
  /** What the identity provider is to call: ROSTER_URL/scim/v2. */
  readonly baseUrl: string;
  /** Names of people and groups that changes mention by their ids. */
  readonly names?: ReadonlyMap<string, string>;
  /** The person, or group, that has the name which was asked for. */
  readonly existing?: ExistingPerson;
  /** The request that made the same person moments before, where there is one. */
  readonly earlier?: { readonly id: string; readonly secondsBefore: number };
  readonly token?: {
    readonly lastFour: string;
    readonly expiresAt?: Date;
    readonly revokedAt?: Date;
  };
  readonly pause?: {
    /** Who paused the client, and since when. */
    readonly by?: string;
    readonly since?: Date;
    /** How many requests were asked to come back since. */
    readonly refused?: number;
    /** Whether it is paused still. */
    readonly isOver?: boolean;
  };
  /** The active owners of the organization. */
  readonly activeOwners?: number;
  readonly allowedEmailDomains?: readonly string[];
};

/** What a rule finds; the number, the id and the anchor are added to it. */
export type Explanation = Pick<Card, "title" | "meaning"> &
  Partial<Pick<Card, "cause" | "steps" | "links" | "copy" | "tone">>;

/** One rule: of what it is a sign, and what it says where it applies. */
export type CardRule = {
  readonly number: number;
  readonly id: string;
  readonly tone: CardTone;
  /** When the card is shown, for the documents. */
  readonly signal: string;
  readonly isOrdinary?: true;
  explain(exchange: LoggedExchange, context: ExplanationContext, screens: ProviderScreens): Explanation | undefined;
};
