"use client";

import { useActionState } from "react";
import { FormResult } from "@/components/form-result";
import { PrimaryButton } from "@/components/primary-button";
import { SelectField } from "@/components/select-field";
import { TextField } from "@/components/text-field";
import type { OrganizationSettings } from "@/lib/console/settings-view";
import { saveSettings } from "./actions";

const redactions = [
  { value: "full", name: "Full: as it was sent" },
  { value: "masked", name: "Masked: names and addresses unreadable, but comparable" },
  { value: "minimal", name: "Minimal: ids and the names of attributes only" },
];

/** What an owner sets for the whole organization. Administrators see it and change nothing. */
export function SettingsForm({ settings, mayChange }: { settings: OrganizationSettings; mayChange: boolean }) {
  const [state, save, isPending] = useActionState(saveSettings, null);
  const errors = state?.ok === false ? state.fieldErrors : {};
  return (
    <form action={save} noValidate className="mt-6 max-w-2xl">
      <fieldset disabled={!mayChange || isPending} className="space-y-8">
        <section aria-labelledby="general" className="space-y-4">
          <h2 id="general" className="text-base font-semibold">
            General
          </h2>
          <TextField name="name" label="Name" defaultValue={settings.name} error={errors.name} />
          <TextField
            name="allowedEmailDomains"
            label="Allowed email domains"
            defaultValue={settings.allowedEmailDomains.join(", ")}
            error={errors.allowedEmailDomains}
            hint="With commas between them. People with an address elsewhere are refused, by identity providers too. Empty: every domain. People who are here already stay."
          />
          <label className="flex items-start gap-2.5">
            <input
              type="checkbox"
              name="allowEmailSubdomains"
              value="true"
              defaultChecked={settings.allowEmailSubdomains}
              className="mt-0.5 size-4 accent-accent"
            />
            <span>
              Subdomains of these count too
              <span className="block text-[0.8125rem] text-muted">
                With acme.example allowed, ada@lab.acme.example is let in as well.
              </span>
            </span>
          </label>
        </section>
        <section aria-labelledby="log" className="space-y-4">
          <h2 id="log" className="text-base font-semibold">
            What is kept
          </h2>
          <TextField
            name="requestRetentionDays"
            label="Requests, in days"
            inputMode="numeric"
            defaultValue={settings.requestRetentionDays}
            error={errors.requestRetentionDays}
            hint="The rows of the activity log. Older ones are removed every hour."
          />
          <TextField
            name="bodyRetentionDays"
            label="Bodies of requests and responses, in days"
            inputMode="numeric"
            defaultValue={settings.bodyRetentionDays}
            error={errors.bodyRetentionDays}
            hint="Afterwards the row stays, without what was sent and answered."
          />
          <TextField
            name="changeRetentionDays"
            label="Changes of people and groups, in days"
            inputMode="numeric"
            defaultValue={settings.changeRetentionDays}
            error={errors.changeRetentionDays}
            hint="The timeline of a person or group: what was before, what came after, who did it."
          />
          <SelectField
            name="redaction"
            label="What the activity log keeps of people"
            options={redactions}
            defaultValue={settings.redaction}
            error={errors.redaction}
            hint="Holds for requests from now on; rows that are there stay as they are. Passwords and tokens are never kept."
          />
        </section>
        <FormResult state={state} done={describeSaved(state?.ok ? state.value : [])} />
        {mayChange ? (
          <PrimaryButton type="submit">{isPending ? "Saving …" : "Save settings"}</PrimaryButton>
        ) : (
          <p className="text-muted">Only an owner changes these settings.</p>
        )}
      </fieldset>
    </form>
  );
}

function describeSaved(changed: readonly string[]): string {
  return changed.length === 0 ? "It was so already: nothing changed." : "The settings are saved.";
}
