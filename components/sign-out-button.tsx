"use client";

import { signOut } from "next-auth/react";
import { Button } from "./button";

/** Ends the session of this browser. */
export function SignOutButton() {
  return (
    <Button type="button" onClick={() => void signOut({ callbackUrl: "/sign-in" })}>
      Sign out
    </Button>
  );
}
