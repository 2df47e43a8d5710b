"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import { CopyButton } from "@/components/copy-button";
import { Dialog } from "@/components/dialog";
import { PrimaryButton } from "@/components/primary-button";
import type { NewSecret } from "@/lib/console/new-secret";

const Show = createContext<(secret: NewSecret) => void>(() => {});

/** Shows a new secret, this once. It is kept in the memory of this page alone, and forgotten when the sheet is closed. */
export function useSecretSheet(): (secret: NewSecret) => void {
  return useContext(Show);
}

/** Everything below may show a new secret. The sheet stays until somebody says that they have stored it. */
export function SecretSheet({ children }: { children: ReactNode }) {
  const [secret, setSecret] = useState<NewSecret>();
  const [isStored, setStored] = useState(false);
  const value = useRef<HTMLElement>(null);
  const isOpen = secret !== undefined;

  const show = useCallback((next: NewSecret) => {
    setStored(false);
    setSecret(next);
  }, []);

  useEffect(() => {
    if (!isOpen || isStored) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [isOpen, isStored]);

  function selectValue() {
    if (value.current !== null) getSelection()?.selectAllChildren(value.current);
  }

  return (
    <Show value={show}>
      {children}
      <Dialog
        title={`The new ${secret?.kind} of ${secret?.clientName}`}
        isOpen={isOpen}
        isHeld={!isStored}
        onClose={() => setSecret(undefined)}
      >
        {secret === undefined ? null : (
          <>
            <p className="text-pretty text-muted">
              It is shown this once: Roster keeps only its fingerprint. Put it into the identity provider now, or into a
              password manager.
            </p>
            <code
              ref={value}
              className="mt-3 block rounded-md border border-line bg-surface px-3 py-2 font-mono text-[0.8125rem] break-all select-all"
            >
              {secret.value}
            </code>
            <div className="mt-3 flex flex-wrap gap-2">
              <CopyButton text={secret.value} label="Copy" name={`the ${secret.kind}`} onFail={selectValue} />
              {secret.kind === "access token" ? (
                <CopyButton text={`Bearer ${secret.value}`} label="Copy with “Bearer ”" onFail={selectValue} />
              ) : null}
            </div>
            <p className="mt-2 text-[0.8125rem] text-muted">{secret.advice}</p>
            <label className="mt-4 flex items-center gap-2.5">
              <input
                type="checkbox"
                checked={isStored}
                onChange={(event) => setStored(event.target.checked)}
                className="size-4 accent-accent"
              />
              I have stored it
            </label>
            <div className="mt-4">
              <PrimaryButton type="button" disabled={!isStored} onClick={() => setSecret(undefined)}>
                Close
              </PrimaryButton>
            </div>
          </>
        )}
      </Dialog>
    </Show>
  );
}
