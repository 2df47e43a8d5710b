"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Notice } from "@/components/notice";
import { PrimaryButton } from "@/components/primary-button";
import type { ShownToken } from "@/lib/console/credentials-page";
import type { ScopeChoice } from "@/lib/console/scopes-page";
import type { ClientReference } from "./client-reference";
import { IssueTokenDialog } from "./issue-token-dialog";
import { Reminders } from "./reminders";
import { RevokeTokenDialog } from "./revoke-token-dialog";
import { RotateDialog } from "./rotate-dialog";
import { RotationPanel } from "./rotation-panel";
import { TokenTable } from "./token-table";

/** More are never live at the same time. */
const maximumLive = 2;

type TokenSectionProps = {
  client: ClientReference;
  clientScopes: readonly ScopeChoice[];
  /** The newest first. */
  tokens: readonly ShownToken[];
  tokenField: string;
  testAdvice: string;
  now: string;
};

/** The access tokens that people issued: what there is, a new one, a rotation, the end of one. */
export function TokenSection({ client, clientScopes, tokens, tokenField, testAdvice, now }: TokenSectionProps) {
  const [open, setOpen] = useState<"issue" | "rotate">();
  const [revoking, setRevoking] = useState<ShownToken>();
  const [done, setDone] = useState("");
  const live = tokens.filter(({ state }) => state === "live");
  const ended = tokens.filter(({ state }) => state !== "live");
  const [newer, older] = live;
  const mayHaveMore = live.length < maximumLive;

  return (
    <section aria-labelledby="tokens">
      <div className="flex flex-wrap items-center gap-2">
        <h2 id="tokens" className="grow text-base font-semibold">
          Access tokens
        </h2>
        {mayHaveMore ? (
          <>
            <Button onClick={() => setOpen("issue")}>Issue a token</Button>
            {newer === undefined ? null : (
              <PrimaryButton type="button" onClick={() => setOpen("rotate")}>
                Rotate …
              </PrimaryButton>
            )}
          </>
        ) : null}
      </div>
      <p className="mt-1 mb-3 max-w-prose text-muted">
        {mayHaveMore
          ? `What ${client.providerName} sends with every request. Two may be valid at the same time, so that one can take over from the other.`
          : "Two tokens are valid, the most there may be, so that nobody loses sight of who holds a key. End one of them to issue another."}
      </p>
      <div className="space-y-3">
        <Reminders what="token" credentials={live} />
        {done === "" ? null : <Notice tone="success">{done}</Notice>}
        {newer === undefined || older === undefined ? null : (
          <RotationPanel
            key={newer.id}
            client={client}
            newer={newer}
            older={older}
            tokenField={tokenField}
            testAdvice={testAdvice}
            now={now}
            onDone={setDone}
          />
        )}
        {live.length === 0 ? (
          <EmptyState title="No token is valid">
            {client.providerName} is let in by a token, or by one of the ways further down.
          </EmptyState>
        ) : (
          <TokenTable caption="Valid access tokens" tokens={live} now={now} onRevoke={setRevoking} />
        )}
        {ended.length === 0 ? null : (
          <details>
            <summary className="cursor-pointer font-medium">
              {ended.length === 1 ? "1 token that has ended" : `${ended.length} tokens that have ended`}
            </summary>
            <div className="mt-3">
              <TokenTable caption="Access tokens that have ended" tokens={ended} now={now} />
            </div>
          </details>
        )}
      </div>
      <IssueTokenDialog
        client={client}
        clientScopes={clientScopes}
        isOpen={open === "issue"}
        onClose={() => setOpen(undefined)}
      />
      <RotateDialog client={client} isOpen={open === "rotate"} onClose={() => setOpen(undefined)} />
      <RevokeTokenDialog
        client={client}
        token={revoking}
        isLast={live.length === 1}
        now={now}
        onClose={() => setRevoking(undefined)}
        {...(mayHaveMore
          ? {
              onRotate: () => {
                setRevoking(undefined);
                setOpen("rotate");
              },
            }
          : {})}
      />
    </section>
  );
}
