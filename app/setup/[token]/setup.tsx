"use client";

import { useActionState } from "react";
import { PageHeading } from "@/components/page-heading";
import { submitSetup } from "./actions";
import { SetupDone } from "./setup-done";
import { SetupForm } from "./setup-form";
import { initialSetupState } from "./setup-state";

/** The set-up from the empty form to its result. The result outlives the link, which has been used up by then. */
export function Setup({ token, isLinkUsable }: { token: string; isLinkUsable: boolean }) {
  const [state, submit, isPending] = useActionState(submitSetup, initialSetupState);
  if (state.kind === "done") return <SetupDone {...state} />;
  if (state.kind === "linkEnded" || !isLinkUsable) return <LinkEnded />;
  return <SetupForm token={token} {...state} submit={submit} isPending={isPending} />;
}

function LinkEnded() {
  return (
    <>
      <PageHeading title="This setup link does not work any more">
        A setup link works once, and only the newest one does.
      </PageHeading>
      <dl className="mt-6 space-y-4">
        <div>
          <dt className="font-medium">If Roster has no owner yet</dt>
          <dd className="mt-1 text-muted">
            Stop Roster and start it again with <code className="font-mono">npm start</code>: it prints a new link.
          </dd>
        </div>
        <div>
          <dt className="font-medium">If the organization has been made</dt>
          <dd className="mt-1 text-muted">
            Nothing is left to do here: <a href="/sign-in">sign in</a>.
          </dd>
        </div>
      </dl>
    </>
  );
}
