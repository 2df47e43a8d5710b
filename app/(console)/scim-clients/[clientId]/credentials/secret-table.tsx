"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { DataTable } from "@/components/data-table";
import { StatusBadge } from "@/components/status-badge";
import { Time } from "@/components/time";
import type { ShownSecret } from "@/lib/console/credentials-page";
import { useAct } from "../../use-act";
import type { ClientReference } from "./client-reference";
import { EndDialog } from "./end-dialog";
import { LastUseCell } from "./last-use";
import { revokeSecret } from "./oauth-actions";

type SecretTableProps = { client: ClientReference; secrets: readonly ShownSecret[]; now: string };

/** Client secrets, each with its end. */
export function SecretTable({ client, secrets, now }: SecretTableProps) {
  const [ending, setEnding] = useState<ShownSecret>();
  const { act, problem, isPending, forget } = useAct();

  function close() {
    forget();
    setEnding(undefined);
  }

  return (
    <>
      <DataTable caption="Client secrets" columns={["Secret", "State", "Issued", "Last used", "Ends", "What to do"]}>
        {secrets.map((secret) => (
          <tr key={secret.id}>
            <th
              scope="row"
              className="border-t border-line px-3 py-2 text-left align-top font-mono font-normal whitespace-nowrap"
            >
              {secret.label}
            </th>
            <td>
              {secret.state === "live" ? (
                <StatusBadge tone="success">Valid</StatusBadge>
              ) : (
                <StatusBadge tone="neutral">{secret.state === "expired" ? "Expired" : "Revoked"}</StatusBadge>
              )}
            </td>
            <td>
              <Time value={secret.created} now={now} />
            </td>
            <td>
              <LastUseCell lastUse={secret.lastUse} now={now} />
            </td>
            <td>{secret.expiresAt === null ? "never" : <Time value={secret.expiresAt} now={now} />}</td>
            <td>
              {secret.state === "revoked" ? null : (
                <Button size="small" aria-label={`Revoke ${secret.label}`} onClick={() => setEnding(secret)}>
                  Revoke …
                </Button>
              )}
            </td>
          </tr>
        ))}
      </DataTable>
      <EndDialog
        title={`Revoke ${ending?.label ?? "the secret"}?`}
        verb="Revoke"
        isOpen={ending !== undefined}
        isPending={isPending}
        problem={problem}
        onClose={close}
        onEnd={() => {
          if (ending !== undefined) act(() => revokeSecret({ id: client.id, secretId: ending.id }), close);
        }}
      >
        It gives no more tokens from now on, and {describeTokens(ending?.liveTokens ?? 0)} it gave.
      </EndDialog>
    </>
  );
}

function describeTokens(count: number): string {
  if (count === 0) return "no token is valid any more that";
  return count === 1 ? "the one valid token ends at once that" : `the ${count} valid tokens end at once that`;
}
