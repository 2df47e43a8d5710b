"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import type { ShownTrust } from "@/lib/console/credentials-page";
import { useAct } from "../../use-act";
import { AddTrustDialog } from "./add-trust-dialog";
import { AssertionTest } from "./assertion-test";
import type { ClientReference } from "./client-reference";
import { EndDialog } from "./end-dialog";
import { LastUseCell } from "./last-use";
import { removeTrust } from "./oauth-actions";

type TrustSectionProps = { client: ClientReference; trusts: readonly ShownTrust[]; now: string };

/** Whose signed statements are taken in place of a secret (RFC 7523 §2.2). */
export function TrustSection({ client, trusts, now }: TrustSectionProps) {
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<ShownTrust>();
  const { act, problem, isPending, forget } = useAct();

  function close() {
    forget();
    setRemoving(undefined);
  }

  return (
    <section aria-labelledby="trusts">
      <div className="flex flex-wrap items-center gap-2">
        <h2 id="trusts" className="grow text-base font-semibold">
          Workload identities
        </h2>
        <Button onClick={() => setAdding(true)}>Trust a workload identity</Button>
      </div>
      <p className="mt-1 mb-3 max-w-prose text-muted">
        No secret at all: the identity provider signs a statement about itself, Roster checks it with the signer's
        public keys, and gives a token for it at the token URL above. Microsoft Entra ID calls it “Workload Identity
        Federation”.
      </p>
      {trusts.length === 0 ? null : (
        <ul className="mb-4 space-y-3">
          {trusts.map((trust) => (
            <li key={trust.id} className="flex flex-wrap items-start gap-3 rounded-md border border-line px-4 py-3">
              <dl className="min-w-0 grow space-y-1">
                <Row term="Issuer">{trust.issuer}</Row>
                <Row term="Subject">{trust.subject}</Row>
                <Row term="Audience">{trust.audience}</Row>
                <Row term="Keys">{trust.jwksUri ?? "where the issuer's OpenID configuration says"}</Row>
                <div className="flex flex-col text-[0.8125rem] sm:flex-row">
                  <dt className="w-24 shrink-0 text-muted">Last used</dt>
                  <dd>
                    <LastUseCell lastUse={trust.lastUse} now={now} />
                  </dd>
                </div>
              </dl>
              <Button
                size="small"
                aria-label={`Remove the trust in ${trust.issuer}`}
                onClick={() => setRemoving(trust)}
              >
                Remove …
              </Button>
            </li>
          ))}
        </ul>
      )}
      {trusts.length === 0 ? null : <AssertionTest client={client} trusts={trusts} />}
      <AddTrustDialog client={client} isOpen={isAdding} onClose={() => setAdding(false)} />
      <EndDialog
        title="Remove this trust?"
        verb="Remove"
        isOpen={removing !== undefined}
        isPending={isPending}
        problem={problem}
        onClose={close}
        onEnd={() => {
          if (removing !== undefined) act(() => removeTrust({ id: client.id, trustId: removing.id }), close);
        }}
      >
        Statements of {removing?.issuer} for this subject and audience are not taken from now on
        {removing === undefined || removing.liveTokens === 0
          ? "."
          : `, and ${removing.liveTokens === 1 ? "the one valid token ends" : `the ${removing.liveTokens} valid tokens end`} at once that they brought.`}
      </EndDialog>
    </section>
  );
}

function Row({ term, children }: { term: string; children: string }) {
  return (
    <div className="flex flex-col text-[0.8125rem] sm:flex-row">
      <dt className="w-24 shrink-0 text-muted">{term}</dt>
      <dd className="min-w-0 font-mono break-all">{children}</dd>
    </div>
  );
}
