"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/button";
import { CopyLine } from "@/components/copy-line";
import { Notice } from "@/components/notice";
import { PrimaryButton } from "@/components/primary-button";
import { Time } from "@/components/time";
import type { PersonView } from "@/lib/console/directory/person";
import type { MadeInvitation } from "@/lib/console/invitations";
import { inviteToConsole } from "../actions";

/** Makes a link by which a person gets an account for the console, and shows it this once. */
export function InvitePerson({ person, onDone }: { person: PersonView; onDone: () => void }) {
  const [invitation, setInvitation] = useState<MadeInvitation>();
  const [problem, setProblem] = useState("");
  const [isPending, startTransition] = useTransition();
  const { id, name, role } = person;

  function invite() {
    startTransition(async () => {
      const result = await inviteToConsole({ id });
      setProblem(result.ok ? "" : result.message);
      if (result.ok) setInvitation(result.value);
    });
  }

  if (invitation !== undefined) {
    const { url, email, expiresAt } = invitation;
    return (
      <div className="space-y-3">
        <p className="text-pretty">
          Send this link to {name} yourself; it is shown only now. It works once, ends{" "}
          <Time value={expiresAt.toISOString()} now={new Date().toISOString()} />, and makes their account with the
          address {email}.
        </p>
        <CopyLine text={url} name="invitation link" />
        <Notice tone="warning">Whoever has the link can use it.</Notice>
        <Button onClick={onDone}>Done</Button>
      </div>
    );
  }
  return (
    <div className="space-y-3">
      <p className="text-pretty">
        {name} is {role === "owner" ? "an owner" : "an administrator"} and has no account yet. A link lets them choose a
        password and enter. Links made for them before stop working.
      </p>
      {problem === "" ? null : (
        <Notice tone="danger" isAlert>
          {problem}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <PrimaryButton type="button" onClick={invite} disabled={isPending}>
          Make the link
        </PrimaryButton>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </div>
  );
}
