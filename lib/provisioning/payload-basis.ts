import type { Capabilities } from "./capabilities";
import { hashCanonically } from "./hash-canonically";
import type { LoadedTarget, UserSubject } from "./sync-store";

/**
 * All that decides what a target gets of a person, but for the person: as long as it is the same, and the person's version too,
 * the payload is the same, and nobody needs to compute it to know that. Undefined where more decides: the groups that somebody is
 * in, or the name of a manager, which change without the person's version.
 *
 * The day is part of it, so that everybody is looked at in full once a day, whatever this should have missed.
 */
export function createPayloadBasis(target: LoadedTarget, capabilities: Capabilities, now: Date): string | undefined {
  const { scope, options, organization, customAttributes, name } = target;
  const mappings = target.mappings.filter(({ resourceType }) => resourceType === "User");
  const texts = [...mappings.map(({ expression }) => expression), scope.filter ?? ""];
  if (scope.groupIds.length > 0 || texts.some(mayReadOthers)) return undefined;
  const { users, schemas, unsupported } = capabilities;
  const basis = { mappings, scope, options, organization, customAttributes, name, users, schemas, unsupported };
  return hashCanonically({ ...JSON.parse(JSON.stringify(basis)), day: now.toISOString().slice(0, 10) });
}

/** Whether an expression may read what stands in other rows. Rather once too often: `user` as a whole, or by a computed name. */
function mayReadOthers(text: string): boolean {
  // Names of extensions stand in texts, and end with "User". Where quotes may be escaped, they are left as they are.
  const bare = text.includes("\\") ? text : text.replace(/"[^"]*"|'[^']*'/g, '""');
  return /groups|manager/i.test(text) || /\buser\b(?!\s*\.|\s*\[\s*""\s*\])/i.test(bare);
}

/** What a link is marked with once the payload of the person, as they are now, is there. */
export function createSentFor(basis: string | undefined, { user }: Pick<UserSubject, "user">): string | undefined {
  return basis === undefined || user === undefined ? undefined : `${basis}:${user.version}`;
}
