import { Button } from "./button";

/** Ends the session of this browser. A plain form, which works without scripts. */
export function SignOutButton() {
  return (
    <form method="post" action="/sign-out">
      <Button type="submit">Sign out</Button>
    </form>
  );
}
