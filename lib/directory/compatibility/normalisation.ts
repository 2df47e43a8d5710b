import { ScimError } from "@/lib/scim/errors";
import { findNearestName } from "@/lib/scim/nearest-name";
import { quoteText } from "@/lib/scim/quote-text";
import type { Leniency } from "./leniency";

export type NormalisationOptions = { readonly unknownAttributes: "ignore" | "keep" | "reject" };

/** What the normalisers of one request share: the client's options, and what they have noted so far. */
export type Normalisation = NormalisationOptions & {
  readonly leniencies: Map<string, Leniency>;
  readonly rejected: string[];
  /** What is not part of the resource, and handed over apart. */
  readonly apart: { password?: string | undefined };
};

/** More remarks than anyone reads; a body may hold thousands of names. */
const maxLeniencies = 100;
/** How many attributes an error message lists. */
const maxShown = 10;

/** Begins the normalisation of one request, with nothing noted yet. */
export function startNormalisation(options: NormalisationOptions): Normalisation {
  return { unknownAttributes: options.unknownAttributes, leniencies: new Map(), rejected: [], apart: {} };
}

/** Notes a tolerance for the request's log row; the same one is noted once. */
export function noteLeniency(normalisation: Normalisation, name: string, detail: string): void {
  if (normalisation.leniencies.size < maxLeniencies) {
    normalisation.leniencies.set(detail, { name, detail });
  }
}

/** What was noted, in its order. */
export function listLeniencies(normalisation: Normalisation): Leniency[] {
  return [...normalisation.leniencies.values()];
}

/**
 * Decides about an attribute that no schema knows.
 *
 * @param knownNames what the client may have meant, for the error message
 * @returns whether the attribute stays
 */
export function keepsUnknownAttribute(
  normalisation: Normalisation,
  path: string,
  knownNames: () => readonly string[],
): boolean {
  if (normalisation.unknownAttributes === "keep") {
    return true;
  }
  const shown = quoteText(path);
  if (normalisation.unknownAttributes === "reject") {
    // Only so many are shown, and looking for what was meant is slow.
    const meant = normalisation.rejected.length < maxShown ? findMeantName(path, knownNames()) : undefined;
    normalisation.rejected.push(meant === undefined ? shown : `${shown} (did you mean "${meant}"?)`);
  } else {
    noteLeniency(normalisation, "unknownAttributes", `ignored the attribute ${shown}, which no schema knows`);
  }
  return false;
}

/**
 * Refuses the request when it holds attributes that no schema knows and the client's option says reject.
 *
 * @throws ScimError of the given kind, listing them
 */
export function refuseRejected(normalisation: Normalisation, kind: "invalidSyntax" | "invalidPath"): void {
  const { rejected } = normalisation;
  if (rejected.length === 0) {
    return;
  }
  const listed = rejected.slice(0, maxShown).join(", ");
  const more = rejected.length > maxShown ? ` and ${rejected.length - maxShown} more` : "";
  throw new ScimError(
    kind,
    `No schema knows ${listed}${more}. Correct the names or leave them out; this SCIM client's option unknownAttributes is reject.`,
  );
}

/** The attribute of an extension that was named without its URN, or the name that is spelt most alike. */
function findMeantName(path: string, knownNames: readonly string[]): string | undefined {
  const ending = `:${path.toLowerCase()}`;
  return knownNames.find((known) => known.toLowerCase().endsWith(ending)) ?? findNearestName(path, knownNames);
}
