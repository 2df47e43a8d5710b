"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { PrimaryButton } from "@/components/primary-button";
import type { ShownToken } from "@/lib/console/credentials-page";
import { ProblemNotice } from "../../problem-notice";
import { useAct } from "../../use-act";
import type { ClientReference } from "./client-reference";
import { endTokenLater, revokeToken } from "./token-actions";

type RotationEndProps = {
  client: ClientReference;
  newer: ShownToken;
  older: ShownToken;
  /** Whether the identity provider was seen to use the new token, and the old one no more. */
  isSwitched: boolean;
  onDone: (sentence: string) => void;
};

/** How a rotation ends: the old token is retired, now or after a while, or the new one is taken back. */
export function RotationEnd({ client, newer, older, isSwitched, onDone }: RotationEndProps) {
  const [isAsking, setAsking] = useState(false);
  const { act, problem, isPending } = useAct();
  const { id, providerName } = client;

  function retire() {
    act(
      () => revokeToken({ id, tokenId: older.id }),
      () => onDone(`The rotation is complete: ${older.label} is retired, ${newer.label} is the token now.`),
    );
  }

  function endIn(hours: 24 | 168) {
    act(
      () => endTokenLater({ id, tokenId: older.id, hours }),
      () => onDone(`${older.label} ends by itself in ${hours === 24 ? "24 hours" : "7 days"}.`),
    );
  }

  function cancel() {
    act(
      () => revokeToken({ id, tokenId: newer.id }),
      () => onDone(`The rotation is cancelled: ${newer.label} is revoked, ${older.label} stays as it was.`),
    );
  }

  return (
    <div className="mt-4 space-y-3">
      <ProblemNotice problem={problem} />
      <div className="flex flex-wrap gap-2">
        {isSwitched ? (
          <PrimaryButton type="button" disabled={isPending} onClick={retire}>
            Retire the old token
          </PrimaryButton>
        ) : (
          <Button disabled={isPending} onClick={() => setAsking(true)}>
            Retire the old token …
          </Button>
        )}
        <Button disabled={isPending} onClick={() => endIn(24)}>
          End it in 24 hours
        </Button>
        <Button disabled={isPending} onClick={() => endIn(168)}>
          End it in 7 days
        </Button>
        <Button disabled={isPending} onClick={cancel}>
          Cancel the rotation
        </Button>
      </div>
      <Dialog title={`Retire ${older.label}?`} isOpen={isAsking} onClose={() => setAsking(false)}>
        <p className="text-pretty">
          {providerName} was not seen to have switched to the new token. Requests with the old one will fail from now
          on, and nobody is created, changed or deactivated until it has.
        </p>
        <div className="mt-4 flex flex-wrap gap-2">
          <Button onClick={() => setAsking(false)}>Wait for the switch</Button>
          <Button
            kind="danger"
            disabled={isPending}
            onClick={() => {
              setAsking(false);
              retire();
            }}
          >
            Retire it all the same
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
