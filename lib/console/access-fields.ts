import { parseAddressRange } from "@/lib/directory/address-range";
import { everyScope, isScope, type Scope, scopes } from "@/lib/directory/scope";
import { findNearestName } from "@/lib/scim/nearest-name";
import { accept, type Result, refuse } from "./result";

/** Every request is held against each of them. */
const maxAllowedAddresses = 500;

/**
 * Reads the scopes that a SCIM client is to have; `scim` stands for all of them.
 *
 * @returns each once, in their own order
 */
export function readScopes(texts: readonly string[]): Result<readonly Scope[]> {
  const unknown = texts.find((text) => text !== everyScope && !isScope(text));
  if (unknown !== undefined) return refuseScope(unknown);
  if (texts.length === 0) {
    return refuse(
      `A SCIM client needs a scope. The scopes are ${scopes.join(", ")}, or ${everyScope} for all.`,
      "scopes",
    );
  }
  return accept(texts.includes(everyScope) ? scopes : scopes.filter((scope) => texts.includes(scope)));
}

/**
 * Reads the scopes that an access token is to have: some of its SCIM client's, or `scim` for all that the client has,
 * now and later.
 */
export function readTokenScopes(
  texts: readonly string[],
  client: { readonly name: string; readonly scopes: readonly Scope[] },
): Result<readonly string[]> {
  if (texts.length === 1 && texts[0] === everyScope) return accept([everyScope]);
  if (texts.includes(everyScope)) {
    return refuse(
      `The scope ${everyScope} stands for all that the client has: give it alone, or leave it out.`,
      "scopes",
    );
  }
  const wanted = readScopes(texts);
  if (!wanted.ok) return wanted;
  const missing = wanted.value.find((scope) => !client.scopes.includes(scope));
  if (missing === undefined) return wanted;
  return refuse(
    `The SCIM client "${client.name}" does not have the scope ${missing} itself; it has ${client.scopes.join(", ")}. Give it to the client first.`,
    "scopes",
  );
}

/**
 * Reads the addresses and networks from which a SCIM client may be called.
 *
 * @returns each once, in its canonical form: 203.0.113.7/24 is the network 203.0.113.0/24
 */
export function readAllowedAddresses(texts: readonly string[]): Result<readonly string[]> {
  const read = new Set<string>();
  for (const text of texts) {
    const range = parseAddressRange(text);
    if (range === undefined) {
      return refuse(
        `"${text}" is neither an address nor a network. Write an address as 203.0.113.7 or 2001:db8::1, and a network as 203.0.113.0/24 or 2001:db8::/32.`,
        "allowedAddresses",
      );
    }
    read.add(range.text);
  }
  if (read.size > maxAllowedAddresses) {
    return refuse(
      `${read.size} allowed addresses are too many: ${maxAllowedAddresses} are the most. Give networks instead of single addresses.`,
      "allowedAddresses",
    );
  }
  return accept([...read]);
}

/** What Microsoft Entra ID asks of applications in its gallery. */
const tokenLifetimeMinutes = { min: 60, max: 360 };

/** Reads how long, in minutes, the tokens of the token endpoint live. */
export function readTokenLifetime(minutes: number): Result<number> {
  const { min, max } = tokenLifetimeMinutes;
  return Number.isInteger(minutes) && minutes >= min && minutes <= max
    ? accept(minutes)
    : refuse(`A token lives ${min} to ${max} minutes, in whole minutes; ${minutes} is not that.`, "tokenLifetime");
}

function refuseScope(text: string): Result<never> {
  const known = [...scopes, everyScope];
  const closest = findNearestName(text, known);
  const suggestion = closest === undefined ? "" : ` Did you mean "${closest}"?`;
  return refuse(`There is no scope "${text}".${suggestion} The scopes are ${known.join(", ")}.`, "scopes");
}
