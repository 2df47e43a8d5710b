"use client";

import type { Chrome } from "@/lib/console/chrome";
import { Link } from "./link";
import { ThemeChoice } from "./theme-choice";

/** Who is signed in, how the pages look, and the way out. */
export function AccountMenu({ person }: Pick<Chrome, "person">) {
  return (
    <div className="space-y-2 px-2 py-1">
      <p className="min-w-0">
        <span className="block truncate font-medium">{person.name}</span>
        <span className="block truncate text-[0.8125rem] text-muted">
          {person.email}, {person.role}
        </span>
      </p>
      <ThemeChoice />
      <div className="flex gap-4 text-[0.8125rem]">
        <Link href="/account">Your account</Link>
        {/* A plain form: it works without scripts. */}
        <form method="post" action="/sign-out">
          <button type="submit" className="text-accent underline underline-offset-2">
            Sign out
          </button>
        </form>
      </div>
    </div>
  );
}
