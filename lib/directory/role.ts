/** The five roles of an organization, from most to least power. */
export const roles = ["owner", "administrator", "moderator", "member", "guest"] as const;

export type Role = (typeof roles)[number];

/** Whether `text` is exactly one of the five role words. */
export function isRole(text: unknown): text is Role {
  return roles.some((role) => role === text);
}

/** Whether `role` has more power than `limit`. */
export function isAbove(role: Role, limit: Role): boolean {
  return roles.indexOf(role) < roles.indexOf(limit);
}
