"use client";

import { useState } from "react";
import { Dialog } from "@/components/dialog";
import { PrimaryButton } from "@/components/primary-button";
import type { ScopeChoice } from "@/lib/console/scopes-page";
import { ProblemNotice } from "../../problem-notice";
import { useSecretSheet } from "../../secret-sheet";
import { TokenExpiryField } from "../../token-expiry-field";
import { useAct } from "../../use-act";
import type { ClientReference } from "./client-reference";
import { issueToken } from "./token-actions";

type IssueTokenDialogProps = {
  client: ClientReference;
  clientScopes: readonly ScopeChoice[];
  isOpen: boolean;
  onClose: () => void;
};

/** Asks what a new token may do and when it ends. */
export function IssueTokenDialog({ client, clientScopes, isOpen, onClose }: IssueTokenDialogProps) {
  const [isLimited, setLimited] = useState(false);
  const { act, problem, isPending, forget } = useAct();
  const showSecret = useSecretSheet();

  function close() {
    forget();
    setLimited(false);
    onClose();
  }

  function issue(form: FormData) {
    const scopes = isLimited ? form.getAll("scope") : ["scim"];
    act(
      () => issueToken({ id: client.id, tokenExpiry: form.get("tokenExpiry"), scopes }),
      (secret) => {
        close();
        showSecret(secret);
      },
    );
  }

  return (
    <Dialog title={`Issue a token for ${client.name}`} isOpen={isOpen} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          issue(new FormData(event.currentTarget));
        }}
        className="space-y-4"
      >
        <TokenExpiryField label="It ends by itself" />
        <fieldset>
          <legend className="font-medium">It may do</legend>
          <div className="mt-2 space-y-2">
            <Radio
              name="limit"
              label="All that the client may, now and later"
              checked={!isLimited}
              onChoose={() => setLimited(false)}
            />
            <Radio name="limit" label="Only some of it" checked={isLimited} onChoose={() => setLimited(true)} />
          </div>
          {isLimited ? (
            <div className="mt-2 ml-6.5 space-y-2">
              {clientScopes.map(({ scope, name }) => (
                <label key={scope} className="flex items-start gap-2.5">
                  <input
                    type="checkbox"
                    name="scope"
                    value={scope}
                    defaultChecked
                    className="mt-0.5 size-4 accent-accent"
                  />
                  {name}
                </label>
              ))}
            </div>
          ) : null}
        </fieldset>
        <ProblemNotice problem={problem} />
        <PrimaryButton type="submit" disabled={isPending}>
          Issue the token
        </PrimaryButton>
      </form>
    </Dialog>
  );
}

type RadioProps = { name: string; label: string; checked: boolean; onChoose: () => void };

function Radio({ name, label, checked, onChoose }: RadioProps) {
  return (
    <label className="flex items-start gap-2.5">
      <input type="radio" name={name} checked={checked} onChange={onChoose} className="mt-0.5 size-4 accent-accent" />
      {label}
    </label>
  );
}
