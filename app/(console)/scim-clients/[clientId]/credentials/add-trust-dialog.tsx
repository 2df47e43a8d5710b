"use client";

import { Dialog } from "@/components/dialog";
import { PrimaryButton } from "@/components/primary-button";
import { TextField } from "@/components/text-field";
import { ProblemNotice } from "../../problem-notice";
import { useAct } from "../../use-act";
import type { ClientReference } from "./client-reference";
import { addTrust } from "./oauth-actions";

const fields = [
  {
    name: "issuer",
    label: "Issuer",
    hint: "Who signs, exactly as the statements name it, such as https://login.microsoftonline.com/TENANT/v2.0.",
  },
  { name: "subject", label: "Subject", hint: "About whom: the id of the workload identity there." },
  {
    name: "audience",
    label: "Audience",
    hint: "For whom the statements are made. Paste it as Entra shows it, with /.default at its end or without.",
  },
  {
    name: "jwksUri",
    label: "JWKS URL (may stay empty)",
    hint: "Where the issuer's public keys are. Empty: its OpenID configuration says it.",
  },
] as const;

type AddTrustDialogProps = { client: ClientReference; isOpen: boolean; onClose: () => void };

/** Asks for what a trust is made of, in the words that Entra shows. */
export function AddTrustDialog({ client, isOpen, onClose }: AddTrustDialogProps) {
  const { act, problem, isPending, forget } = useAct();
  const errors = problem?.fieldErrors ?? {};

  function close() {
    forget();
    onClose();
  }

  return (
    <Dialog title="Trust a workload identity" isOpen={isOpen} onClose={close}>
      <p className="mb-4 text-pretty text-muted">
        In Microsoft Entra ID: Provisioning &gt; Connectivity, “Workload Identity Federation”, Select Workload Identity.
        It shows these four.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const form = Object.fromEntries(new FormData(event.currentTarget));
          act(() => addTrust({ ...form, id: client.id }), close);
        }}
        className="space-y-4"
      >
        {fields.map((field) => (
          <TextField key={field.name} {...field} error={errors[field.name]} spellCheck={false} autoComplete="off" />
        ))}
        {problem !== undefined && Object.keys(errors).length === 0 ? <ProblemNotice problem={problem} /> : null}
        <PrimaryButton type="submit" disabled={isPending}>
          Trust it
        </PrimaryButton>
      </form>
    </Dialog>
  );
}
