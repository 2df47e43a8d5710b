/** What the credential of a target is sealed for. */
export function describeTargetSeal(targetId: string): string {
  return `target ${targetId}`;
}

/** What the password of a person is sealed for, the same for all targets that take it. */
export function describePasswordSeal(resourceId: string): string {
  return `password ${resourceId}`;
}
