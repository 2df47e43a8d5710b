"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { PrimaryButton } from "@/components/primary-button";
import { TextAreaField } from "@/components/text-area-field";
import { TextField } from "@/components/text-field";
import type { TargetOptionField, TargetPresetChoice } from "@/lib/console/targets/option-fields";
import { ProblemNotice } from "../../scim-clients/problem-notice";
import type { Problem } from "../../scim-clients/use-act";
import { CredentialInputs, readCredential } from "../credential-inputs";
import { PresetReasons } from "../preset-reasons";
import { type ScopeChoice, ScopeInputs } from "../scope-inputs";
import { useTargetChoices } from "../target-choices";
import { TargetOptionInput } from "../target-option-input";
import { connectTarget } from "./actions";

type ConnectFormProps = {
  preset: TargetPresetChoice;
  suggestedName: string;
  /** The options that one decides before anybody is provisioned. */
  fields: readonly TargetOptionField[];
};

/** The second step: where the target is, by what it knows Roster, and who belongs to it. */
export function ConnectForm({ preset, suggestedName, fields }: ConnectFormProps) {
  const choices = useTargetChoices(preset.options, {});
  const [scope, setScope] = useState<ScopeChoice>({ groups: [], roles: [], filter: "" });
  const [problem, setProblem] = useState<Problem>();
  const [isPending, startTransition] = useTransition();
  const router = useRouter();
  const errors = problem?.fieldErrors ?? {};
  const shown = fields.filter(
    ({ name }) => name !== "deleteAfterDays" || choices.read({ name: "deprovision" }) === "deactivateThenDelete",
  );

  function connect(form: FormData) {
    startTransition(async () => {
      const result = await connectTarget({
        preset: preset.preset,
        name: form.get("name"),
        url: form.get("url"),
        credential: readCredential(form),
        caCertificate: form.get("caCertificate"),
        scope: { ...scope, groups: scope.groups.map(({ id }) => id) },
        options: choices.chosen,
      });
      if (result.ok) router.push(`/targets/${result.value.id}/start`);
      else setProblem(result);
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
      <PresetReasons reasons={preset.reasons} />
      <TextField
        name="name"
        label="Name"
        defaultValue={suggestedName}
        error={errors.name}
        hint="What this target is called here."
      />
      <TextField
        name="url"
        label="Base URL"
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        error={errors.url}
        hint={`Where its SCIM begins, such as ${preset.exampleUrl ?? "https://example.com/scim/v2"}.`}
      />
      <CredentialInputs errors={errors} />
      <details open={errors.caCertificate !== undefined} className="rounded-md border border-line px-4 py-3">
        <summary className="cursor-pointer font-medium">A certificate authority of your own</summary>
        <div className="mt-3">
          <TextAreaField
            name="caCertificate"
            label="CA certificate"
            placeholder="-----BEGIN CERTIFICATE-----"
            error={errors.caCertificate}
            hint="In PEM. Only for a target whose certificate no public authority has signed; it is trusted besides the usual ones."
          />
        </div>
      </details>
      <ScopeInputs
        scope={scope}
        onChange={setScope}
        includesGuests={choices.read({ name: "includeGuests" }) === "true"}
        errors={errors}
      />
      <h2 className="border-b border-line pb-1 text-base font-semibold">What happens there</h2>
      {shown.map((field) => (
        <TargetOptionInput key={field.name} field={field} choices={choices} error={errors[field.name]} />
      ))}
      <ProblemNotice problem={problem} />
      <div className="space-y-2">
        <PrimaryButton type="submit" disabled={isPending}>
          {isPending ? "Asking the target …" : "Connect and check"}
        </PrimaryButton>
        <p className="text-[0.8125rem] text-pretty text-muted">
          Roster asks the target what it can do, and only reads. Nothing is sent there before you start it.
        </p>
      </div>
    </form>
  );
}
