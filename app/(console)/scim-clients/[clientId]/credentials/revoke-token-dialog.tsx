"use client";

import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Time } from "@/components/time";
import type { ShownToken } from "@/lib/console/credentials-page";
import { ProblemNotice } from "../../problem-notice";
import { useAct } from "../../use-act";
import type { ClientReference } from "./client-reference";
import { revokeToken } from "./token-actions";

type RevokeTokenDialogProps = {
  client: ClientReference;
  /** Undefined: closed. */
  token: ShownToken | undefined;
  /** Whether no other token is valid. */
  isLast: boolean;
  now: string;
  onClose: () => void;
  /** Absent where two tokens are valid, so that no third can be issued. */
  onRotate?: () => void;
};

/** Says what follows from the end of a token, and offers what is usually meant instead. */
export function RevokeTokenDialog({ client, token, isLast, now, onClose, onRotate }: RevokeTokenDialogProps) {
  const { act, problem, isPending, forget } = useAct();

  function close() {
    forget();
    onClose();
  }

  return (
    <Dialog title={`Revoke ${token?.label ?? "the token"}?`} isOpen={token !== undefined} onClose={close}>
      {token === undefined ? null : (
        <>
          <p className="text-pretty">
            {token.lastUse === undefined ? (
              "It was never used."
            ) : (
              <>
                It was used <Time value={token.lastUse.at} now={now} /> from{" "}
                {token.lastUse.address ?? "an unknown address"}
                {token.lastUse.agent === null ? "" : ` by ${token.lastUse.agent.slice(0, 60)}`}.
              </>
            )}{" "}
            Requests with it will fail from now on.
            {isLast ? ` ${client.providerName} has no other token: it is locked out until it gets a new one.` : ""}
          </p>
          <div className="mt-3">
            <ProblemNotice problem={problem} />
          </div>
          <div className="mt-4 flex flex-wrap gap-2">
            {onRotate === undefined ? null : <Button onClick={onRotate}>Start a rotation instead</Button>}
            <Button onClick={close}>Keep it</Button>
            <Button
              kind="danger"
              disabled={isPending}
              onClick={() => act(() => revokeToken({ id: client.id, tokenId: token.id }), close)}
            >
              Revoke
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
