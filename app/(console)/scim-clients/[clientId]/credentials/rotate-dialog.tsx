"use client";

import { ChoiceField } from "@/components/choice-field";
import { Dialog } from "@/components/dialog";
import { PrimaryButton } from "@/components/primary-button";
import { ProblemNotice } from "../../problem-notice";
import { useSecretSheet } from "../../secret-sheet";
import { TokenExpiryField } from "../../token-expiry-field";
import { useAct } from "../../use-act";
import type { ClientReference } from "./client-reference";
import { rotateToken } from "./token-actions";

const overlaps = [
  {
    value: "never",
    name: "Until I retire it",
    consequence: "The next screen says when the new one is in use. Nothing breaks in between.",
  },
  { value: "168", name: "For 7 days at most", consequence: "Then it ends by itself, also if nobody has switched." },
  { value: "24", name: "For 24 hours at most", consequence: "Then it ends by itself, also if nobody has switched." },
];

type RotateDialogProps = { client: ClientReference; isOpen: boolean; onClose: () => void };

/** Begins a rotation: a second token, while the first one stays valid. */
export function RotateDialog({ client, isOpen, onClose }: RotateDialogProps) {
  const { act, problem, isPending, forget } = useAct();
  const showSecret = useSecretSheet();

  function close() {
    forget();
    onClose();
  }

  function rotate(form: FormData) {
    act(
      () => rotateToken({ id: client.id, tokenExpiry: form.get("tokenExpiry"), overlap: form.get("overlap") }),
      (secret) => {
        close();
        showSecret(secret);
      },
    );
  }

  return (
    <Dialog title={`Rotate the token of ${client.name}`} isOpen={isOpen} onClose={close}>
      <p className="mb-4 text-pretty text-muted">
        A new token is issued, which may do what the one in use may. You put it into {client.providerName}, see here
        that it is used, and retire the old one.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rotate(new FormData(event.currentTarget));
        }}
        className="space-y-4"
      >
        <TokenExpiryField label="The new token ends by itself" />
        <ChoiceField name="overlap" label="The old one stays valid" choices={overlaps} chosen="never" />
        <ProblemNotice problem={problem} />
        <PrimaryButton type="submit" disabled={isPending}>
          Issue the new token
        </PrimaryButton>
      </form>
    </Dialog>
  );
}
