"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Notice } from "@/components/notice";
import { PasswordConfirmation } from "@/components/password-confirmation";
import { PrimaryButton } from "@/components/primary-button";
import { TextField } from "@/components/text-field";
import type { Confirmation } from "@/lib/console/confirm-password";
import type { OptionField, PresetChoice } from "@/lib/console/option-fields";
import { useOptionChoices } from "../option-choices";
import { OptionInput } from "../option-input";
import { useSecretSheet } from "../secret-sheet";
import { TokenExpiryField } from "../token-expiry-field";
import { connectClient } from "./actions";

/** The options that decide what people here notice. */
const mainOptions = ["defaultRole", "createGuestsWithoutStreams", "onDelete", "onExistingUser", "highestGrantableRole"];

type ConnectFormProps = {
  preset: PresetChoice;
  suggestedName: string;
  fields: readonly OptionField[];
  /** Whether the person may let the client make owners. */
  mayRaise: boolean;
  confirmation: Confirmation;
};

/** The second step: the client's name and what it may do. Sending it makes the client and shows its token once. */
export function ConnectForm({ preset, suggestedName, fields, mayRaise, confirmation }: ConnectFormProps) {
  const choices = useOptionChoices(preset.options, {});
  const [problem, setProblem] = useState<{ message: string; fieldErrors: Readonly<Record<string, string>> }>();
  const [isPending, startTransition] = useTransition();
  const showSecret = useSecretSheet();
  const router = useRouter();
  const errors = problem?.fieldErrors ?? {};
  const offered = fields.map((field) => (mayRaise ? field : withoutOwner(field)));
  const isMain = ({ name }: OptionField) => mainOptions.includes(name);
  const makesOwners = choices.chosen.highestGrantableRole === "owner";
  const hasContrary = fields.some((field) => choices.findProblem(field) !== undefined);

  function connect(form: FormData) {
    startTransition(async () => {
      const result = await connectClient({
        preset: preset.preset,
        name: form.get("name"),
        tokenExpiry: form.get("tokenExpiry"),
        password: form.get("password") ?? "",
        options: choices.chosen,
      });
      if (!result.ok) {
        setProblem(result);
        return;
      }
      showSecret(result.value.secret);
      router.push(`/scim-clients/${result.value.id}/setup`);
    });
  }

  return (
    <form
      // Not as an action: React would empty what was typed when it is refused.
      onSubmit={(event) => {
        event.preventDefault();
        connect(new FormData(event.currentTarget));
      }}
      noValidate
      className="mt-6 max-w-2xl space-y-6"
    >
      <TextField
        name="name"
        label="Name"
        defaultValue={suggestedName}
        error={errors.name}
        hint="What this connection is called here, in the log and in what you read about it."
      />
      {offered.filter(isMain).map((field) => (
        <OptionInput key={field.name} field={field} choices={choices} />
      ))}
      {makesOwners ? (
        <PasswordConfirmation confirmation={confirmation} error={errors.password}>
          Whoever steers {preset.name} can make owners then. Your password confirms that it is you.
        </PasswordConfirmation>
      ) : null}
      <details className="rounded-md border border-line px-4 py-3">
        <summary className="cursor-pointer font-medium">All options</summary>
        <div className="mt-4 space-y-6">
          <TokenExpiryField label="The first token ends by itself" />
          {offered
            .filter((field) => !isMain(field))
            .map((field) => (
              <OptionInput key={field.name} field={field} choices={choices} />
            ))}
        </div>
      </details>
      {problem === undefined ? null : (
        <Notice tone="danger" isAlert>
          {problem.message}
        </Notice>
      )}
      <PrimaryButton type="submit" disabled={isPending || hasContrary}>
        {isPending ? "Connecting …" : "Create and show the token"}
      </PrimaryButton>
    </form>
  );
}

function withoutOwner(field: OptionField): OptionField {
  if (field.name !== "highestGrantableRole") return field;
  return { ...field, values: field.values.filter(({ value }) => value !== "owner") };
}
