import type { ReactNode } from "react";

/** A page without the console around it: setting up, signing in, a refusal. */
export function NarrowPage({ children }: { children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-2xl flex-col px-4 sm:px-6">
      <header className="border-b border-line py-3">
        <span className="font-semibold">Roster</span>
      </header>
      <main className="grow py-8">{children}</main>
    </div>
  );
}
