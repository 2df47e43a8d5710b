import { compareCodePoints } from "@/lib/scim/fold";

/** What has to happen with the members that are recorded so that they are the desired ones; each in the order of ids. */
export function diffMembers(
  desired: ReadonlySet<string>,
  recorded: ReadonlySet<string>,
): { readonly add: readonly string[]; readonly remove: readonly string[] } {
  return { add: listMissing(desired, recorded), remove: listMissing(recorded, desired) };
}

function listMissing(from: ReadonlySet<string>, others: ReadonlySet<string>): string[] {
  return [...from].filter((id) => !others.has(id)).sort(compareCodePoints);
}

/** Cuts a list into pieces of at most `size`, which is at least 1. */
export function batchMembers<Member>(members: readonly Member[], size: number): Member[][] {
  const length = Math.max(1, Math.floor(size));
  return Array.from({ length: Math.ceil(members.length / length) }, (_, index) =>
    members.slice(index * length, (index + 1) * length),
  );
}
