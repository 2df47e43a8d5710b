"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { PrimaryButton } from "@/components/primary-button";
import { SelectField } from "@/components/select-field";
import { TextField } from "@/components/text-field";
import type { Confirmation } from "@/lib/console/confirm-password";
import type { OptionField, PresetChoice } from "@/lib/console/option-fields";
import { type ChosenOptions, useOptionChoices } from "../../option-choices";
import { OptionInput } from "../../option-input";
import { ChangeList } from "./change-list";
import { listChanges } from "./list-changes";
import { ReviewDialog } from "./review-dialog";

type OptionsFormProps = {
  client: { readonly id: string; readonly name: string; readonly overrides: ChosenOptions };
  /** The preset that the client has. */
  saved: PresetChoice;
  fields: readonly OptionField[];
  presets: readonly PresetChoice[];
  drawnFrom: string;
  /** Whether the person may let the client make owners. */
  mayRaise: boolean;
  confirmation: Confirmation;
};

/** Every option of a SCIM client with what each value changes, and what would change before it is saved. */
export function OptionsForm({ client, saved, fields, presets, drawnFrom, mayRaise, confirmation }: OptionsFormProps) {
  const [name, setName] = useState(client.name);
  const [presetName, setPresetName] = useState<string>(saved.preset);
  const [isReviewing, setReviewing] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const preset = presets.find((choice) => choice.preset === presetName) ?? saved;
  const before = useOptionChoices(saved.options, client.overrides);
  const choices = useOptionChoices(preset.options, client.overrides);

  const changes = listChanges(fields, before.read, choices.read);
  const others = [
    ...(name.trim() === client.name ? [] : [{ title: "Name", before: client.name, after: name.trim() }]),
    ...(presetName === saved.preset ? [] : [{ title: "Preset", before: saved.name, after: preset.name }]),
  ];
  const total = changes.length + others.length;
  const problems = fields.filter((field) => choices.findProblem(field) !== undefined).length;
  const makesOwners =
    changes.some(({ name: option }) => option === "highestGrantableRole") &&
    choices.chosen.highestGrantableRole === "owner";

  return (
    <div className="max-w-2xl space-y-8 pb-20">
      {isSaved && total === 0 ? <Notice tone="success">Saved. The next request follows it.</Notice> : null}
      <TextField name="name" label="Name" value={name} onChange={(event) => setName(event.target.value)} />
      <div>
        <SelectField
          name="preset"
          label="Preset"
          options={presets.map((choice) => ({ value: choice.preset, name: choice.name }))}
          value={presetName}
          onChange={(event) => {
            setPresetName(event.target.value);
            choices.reset();
          }}
          hint={`Made for: ${preset.description} Choosing one sets every option below to its defaults, and forgets what was set by hand.`}
        />
        {presetName === saved.preset ? null : (
          <div className="mt-3">
            <Notice tone="info">
              {changes.length === 0 ? (
                "No option changes with it, apart from what the preset itself does."
              ) : (
                <ChangeList changes={changes} />
              )}
            </Notice>
          </div>
        )}
      </div>
      {fields.map((field) => (
        <div key={field.name}>
          <OptionInput
            field={mayRaise || before.read(field) === "owner" ? field : withoutOwner(field)}
            choices={choices}
          />
          {choices.chosen[field.name] === undefined ? null : (
            <p className="mt-2 text-[0.8125rem] text-muted">
              Set here. The preset {preset.name} has “{nameDefault(field, choices.readDefault(field))}”.
            </p>
          )}
        </div>
      ))}
      <div className="sticky bottom-0 -mx-1 flex flex-wrap items-center gap-3 border-t border-line bg-ground px-1 py-3">
        <PrimaryButton type="button" disabled={total === 0 || problems > 0} onClick={() => setReviewing(true)}>
          Review changes
        </PrimaryButton>
        {total === 0 ? null : (
          <Button
            onClick={() => {
              setName(client.name);
              setPresetName(saved.preset);
              choices.reset(client.overrides);
            }}
          >
            Discard
          </Button>
        )}
        <p aria-live="polite" className="text-muted">
          {describeTotal(total, problems)}
        </p>
      </div>
      <ReviewDialog
        isOpen={isReviewing}
        onClose={() => setReviewing(false)}
        onSaved={() => setSaved(true)}
        input={{ id: client.id, name, preset: presetName, options: choices.chosen, drawnFrom }}
        changes={changes}
        others={others}
        confirmation={makesOwners ? confirmation : undefined}
      />
    </div>
  );
}

function withoutOwner(field: OptionField): OptionField {
  if (field.name !== "highestGrantableRole") return field;
  return { ...field, values: field.values.filter(({ value }) => value !== "owner") };
}

function nameDefault(field: OptionField, value: string): string {
  return field.values.find((known) => known.value === value)?.name ?? value;
}

function describeTotal(total: number, problems: number): string {
  if (problems > 0) return problems === 1 ? "One choice cannot be." : `${problems} choices cannot be.`;
  if (total === 0) return "Nothing is changed.";
  return total === 1 ? "1 change, not saved yet." : `${total} changes, not saved yet.`;
}
