"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { PrimaryButton } from "@/components/primary-button";
import { SelectField } from "@/components/select-field";
import { TextField } from "@/components/text-field";
import type { OptionPart, TargetOptionField, TargetPresetChoice } from "@/lib/console/targets/option-fields";
import { ChangeList } from "../../../scim-clients/[clientId]/options/change-list";
import { listChanges } from "../../../scim-clients/[clientId]/options/list-changes";
import { PresetReasons } from "../../preset-reasons";
import { type ScopeChoice, ScopeInputs } from "../../scope-inputs";
import { type ChosenOptions, useTargetChoices } from "../../target-choices";
import { TargetOptionInput } from "../../target-option-input";
import { describeScopeChoice } from "./describe-scope-choice";
import { ReviewDialog } from "./review-dialog";

const parts: readonly { readonly part: OptionPart; readonly title: string }[] = [
  { part: "people", title: "Who and what" },
  { part: "leaving", title: "When somebody leaves" },
  { part: "safety", title: "Safety" },
  { part: "pace", title: "Pace" },
];

type OptionsFormProps = {
  target: {
    readonly id: string;
    readonly name: string;
    readonly overrides: ChosenOptions;
    readonly scope: ScopeChoice;
    /** People who are linked there. */
    readonly linked: number;
    readonly isNew: boolean;
  };
  /** The preset that the target has. */
  saved: TargetPresetChoice;
  fields: readonly TargetOptionField[];
  presets: readonly TargetPresetChoice[];
  drawnFrom: string;
};

/** Who belongs to a target and every option of it, and what would change before it is saved. */
export function OptionsForm({ target, saved, fields, presets, drawnFrom }: OptionsFormProps) {
  const [name, setName] = useState(target.name);
  const [presetName, setPresetName] = useState<string>(saved.preset);
  const [scope, setScope] = useState(target.scope);
  const [isReviewing, setReviewing] = useState(false);
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const preset = presets.find((choice) => choice.preset === presetName) ?? saved;
  const before = useTargetChoices(saved.options, target.overrides);
  const choices = useTargetChoices(preset.options, target.overrides);

  const changes = listChanges(fields, before.read, choices.read);
  const scopeBefore = describeScopeChoice(target.scope);
  const scopeAfter = describeScopeChoice(scope);
  const others = [
    ...(name.trim() === target.name ? [] : [{ title: "Name", before: target.name, after: name.trim() }]),
    ...(presetName === saved.preset ? [] : [{ title: "Preset", before: saved.name, after: preset.name }]),
    ...(scopeBefore === scopeAfter ? [] : [{ title: "Who belongs to it", before: scopeBefore, after: scopeAfter }]),
  ];
  const total = changes.length + others.length;
  const shown = fields.filter(
    (field) => field.name !== "deleteAfterDays" || choices.read({ name: "deprovision" }) === "deactivateThenDelete",
  );
  const input = (field: TargetOptionField, isCompact: boolean) => (
    <div key={field.name}>
      <TargetOptionInput field={field} choices={choices} error={errors[field.name]} isCompact={isCompact} />
      {choices.chosen[field.name] === undefined ? null : (
        <p className="mt-1 text-[0.8125rem] text-muted">
          Set here. The preset {preset.name} has “{nameValue(field, preset.options[field.name] ?? "")}”.
        </p>
      )}
    </div>
  );

  return (
    <div className="max-w-2xl space-y-8 pb-20">
      <TextField
        name="name"
        label="Name"
        value={name}
        error={errors.name}
        onChange={(event) => setName(event.target.value)}
      />
      <ScopeInputs
        scope={scope}
        onChange={setScope}
        includesGuests={choices.read({ name: "includeGuests" }) === "true"}
        errors={errors}
      />
      <div className="space-y-3">
        <SelectField
          name="preset"
          label="Preset"
          options={presets.map((choice) => ({ value: choice.preset, name: choice.name }))}
          value={presetName}
          onChange={(event) => {
            setPresetName(event.target.value);
            choices.reset(event.target.value === saved.preset ? target.overrides : {});
          }}
          hint="Choosing another one sets every option below to its defaults, and forgets what was set by hand. Mappings stay."
        />
        {presetName === saved.preset && Object.keys(choices.chosen).length > 0 ? (
          <Button size="small" onClick={() => choices.reset()}>
            Set all options to those of the preset
          </Button>
        ) : null}
        {presetName === saved.preset ? null : (
          <Notice tone="info">
            {changes.length === 0 ? "No option changes with it." : <ChangeList changes={changes} />}
          </Notice>
        )}
        <PresetReasons reasons={preset.reasons} />
      </div>
      {parts.map(({ part, title }) => (
        <section key={part} aria-labelledby={`part-${part}`} className="space-y-6">
          <h2 id={`part-${part}`} className="border-b border-line pb-1 text-base font-semibold">
            {title}
          </h2>
          {shown.filter((field) => field.part === part).map((field) => input(field, false))}
        </section>
      ))}
      <details className="rounded-md border border-line px-4 py-3">
        <summary className="cursor-pointer font-medium">How Roster speaks to it</summary>
        <p className="mt-2 text-[0.8125rem] text-pretty text-muted">
          Roster finds most of this out by itself. Say otherwise only where the target does not do what it says.
        </p>
        <div className="mt-4 space-y-6">
          {shown.filter(({ part }) => part === "protocol").map((field) => input(field, true))}
        </div>
      </details>
      <div className="sticky bottom-0 -mx-1 flex flex-wrap items-center gap-3 border-t border-line bg-ground px-1 py-3">
        <PrimaryButton type="button" disabled={total === 0} onClick={() => setReviewing(true)}>
          Review changes
        </PrimaryButton>
        {total === 0 ? null : (
          <Button
            onClick={() => {
              setName(target.name);
              setPresetName(saved.preset);
              setScope(target.scope);
              setErrors({});
              choices.reset(target.overrides);
            }}
          >
            Discard
          </Button>
        )}
        <p aria-live="polite" className="text-muted">
          {total === 0 ? "Nothing is changed." : `${total === 1 ? "1 change" : `${total} changes`}, not saved yet.`}
        </p>
      </div>
      <ReviewDialog
        isOpen={isReviewing}
        onClose={() => setReviewing(false)}
        onRefused={setErrors}
        input={{
          id: target.id,
          name,
          preset: presetName,
          options: choices.chosen,
          scope: { ...scope, groups: scope.groups.map(({ id }) => id) },
          drawnFrom,
        }}
        changes={[...others, ...changes]}
        note={describeEffect(target, scopeBefore !== scopeAfter)}
      />
    </div>
  );
}

function nameValue(field: TargetOptionField, value: string): string {
  return field.values.find((known) => known.value === value)?.name ?? (value === "none" ? "no limit" : value);
}

function describeEffect({ linked, isNew }: OptionsFormProps["target"], isOtherScope: boolean): string {
  if (isNew) return "It was not started yet: make the plan again to see what follows from it.";
  const people = `${linked.toLocaleString("en")} ${linked === 1 ? "person is" : "people are"} linked there now.`;
  return isOtherScope
    ? `${people} Who does not belong to it any more is deprovisioned there, as the options say; many at once are held until you allow it.`
    : `${people} What they should have is compared with the target once more where the change concerns them.`;
}
