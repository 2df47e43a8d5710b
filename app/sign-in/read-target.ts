/** Where to go after signing in, as a page's address asks for it: a path of ours, never another site. */
export function readTarget(next: string | string[] | undefined): string {
  return typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
}
