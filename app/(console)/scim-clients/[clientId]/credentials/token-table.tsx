import { Button } from "@/components/button";
import { type Column, DataTable } from "@/components/data-table";
import { StatusBadge } from "@/components/status-badge";
import { Time } from "@/components/time";
import type { ShownToken } from "@/lib/console/credentials-page";
import { LastUseCell } from "./last-use";

type TokenTableProps = {
  caption: string;
  tokens: readonly ShownToken[];
  now: string;
  /** Absent for tokens that have ended. */
  onRevoke?: (token: ShownToken) => void;
};

/** Access tokens: enough to know each by, not enough to use it. */
export function TokenTable({ caption, tokens, now, onRevoke }: TokenTableProps) {
  const columns: Column[] = ["Token", "State", "Scopes", "Issued", "Last used", onRevoke ? "Ends" : "Ended"];
  return (
    <DataTable caption={caption} columns={onRevoke === undefined ? columns : [...columns, "What to do"]}>
      {tokens.map((token) => (
        <tr key={token.id}>
          <th
            scope="row"
            className="border-t border-line px-3 py-2 text-left align-top font-mono font-normal whitespace-nowrap"
          >
            {token.label}
          </th>
          <td>
            <TokenState state={token.state} />
          </td>
          <td>{token.scopes.includes("scim") ? "all of the client's" : token.scopes.join(", ")}</td>
          <td>
            <Time value={token.created} now={now} />
            <span className="block text-muted">{describeCreator(token)}</span>
          </td>
          <td>
            <LastUseCell lastUse={token.lastUse} now={now} />
          </td>
          <td>
            <EndCell {...token} now={now} />
          </td>
          {onRevoke === undefined ? null : (
            <td>
              <Button size="small" aria-label={`Revoke ${token.label}`} onClick={() => onRevoke(token)}>
                Revoke …
              </Button>
            </td>
          )}
        </tr>
      ))}
    </DataTable>
  );
}

function TokenState({ state }: Pick<ShownToken, "state">) {
  if (state === "live") return <StatusBadge tone="success">Valid</StatusBadge>;
  return <StatusBadge tone="neutral">{state === "expired" ? "Expired" : "Revoked"}</StatusBadge>;
}

function describeCreator({ createdBy, isCreatorGone }: ShownToken): string {
  if (createdBy !== undefined) return `by ${createdBy}`;
  return isCreatorGone ? "by someone no longer here" : "on the command line";
}

function EndCell({ revokedAt, expiresAt, now }: Pick<ShownToken, "revokedAt" | "expiresAt"> & { now: string }) {
  const end = revokedAt ?? expiresAt;
  return end === null ? "never" : <Time value={end} now={now} />;
}
