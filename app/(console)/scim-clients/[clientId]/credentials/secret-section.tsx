"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { CopyLine } from "@/components/copy-line";
import { Dialog } from "@/components/dialog";
import { PrimaryButton } from "@/components/primary-button";
import type { ShownSecret } from "@/lib/console/credentials-page";
import { ProblemNotice } from "../../problem-notice";
import { useSecretSheet } from "../../secret-sheet";
import { TokenExpiryField } from "../../token-expiry-field";
import { useAct } from "../../use-act";
import type { ClientReference } from "./client-reference";
import { issueSecret } from "./oauth-actions";
import { Reminders } from "./reminders";
import { SecretTable } from "./secret-table";

type SecretSectionProps = {
  client: ClientReference;
  secrets: readonly ShownSecret[];
  tokenUrl: string;
  tokenLifetimeMinutes: number;
  now: string;
};

/** How an identity provider gets its tokens by itself: token URL, client id and secrets (RFC 6749 §4.4). */
export function SecretSection({ client, secrets, tokenUrl, tokenLifetimeMinutes, now }: SecretSectionProps) {
  const [isIssuing, setIssuing] = useState(false);
  const { act, problem, isPending, forget } = useAct();
  const showSecret = useSecretSheet();

  function close() {
    forget();
    setIssuing(false);
  }

  function issue(form: FormData) {
    act(
      () => issueSecret({ id: client.id, tokenExpiry: form.get("tokenExpiry") }),
      (secret) => {
        close();
        showSecret(secret);
      },
    );
  }

  return (
    <section aria-labelledby="secrets">
      <div className="flex flex-wrap items-center gap-2">
        <h2 id="secrets" className="grow text-base font-semibold">
          OAuth client secrets
        </h2>
        <Button onClick={() => setIssuing(true)}>Issue a client secret</Button>
      </div>
      <p className="mt-1 mb-3 max-w-prose text-muted">
        In place of a token that somebody pastes, the identity provider can fetch one for {tokenLifetimeMinutes} minutes
        at a time, as often as it needs one (“OAuth 2.0 client credentials”). It asks for these three:
      </p>
      <dl className="mb-4 max-w-2xl space-y-3">
        <div>
          <dt className="mb-1 font-medium">Token URL</dt>
          <dd>
            <CopyLine text={tokenUrl} name="the token URL" />
          </dd>
        </div>
        <div>
          <dt className="mb-1 font-medium">Client id</dt>
          <dd>
            <CopyLine text={client.id} name="the client id" />
          </dd>
        </div>
        <div>
          <dt className="font-medium">Client secret</dt>
          <dd className="text-muted">
            {secrets.some(({ state }) => state === "live")
              ? "One of those below. Each was shown once, when it was issued."
              : "None is valid yet. Issue one when the identity provider asks for it."}
          </dd>
        </div>
      </dl>
      <div className="space-y-3">
        <Reminders what="secret" credentials={secrets} />
        {secrets.length === 0 ? null : <SecretTable client={client} secrets={secrets} now={now} />}
      </div>
      <Dialog title={`Issue a client secret for ${client.name}`} isOpen={isIssuing} onClose={close}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            issue(new FormData(event.currentTarget));
          }}
          className="space-y-4"
        >
          <TokenExpiryField label="It ends by itself" isNeverOffered={false} />
          <ProblemNotice problem={problem} />
          <PrimaryButton type="submit" disabled={isPending}>
            Issue the secret
          </PrimaryButton>
        </form>
      </Dialog>
    </section>
  );
}
