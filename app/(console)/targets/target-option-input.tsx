import { ChoiceField } from "@/components/choice-field";
import { SelectField } from "@/components/select-field";
import { TextField } from "@/components/text-field";
import type { TargetOptionField } from "@/lib/console/targets/option-fields";
import type { TargetChoices } from "./target-choices";

type TargetOptionInputProps = {
  field: TargetOptionField;
  choices: TargetChoices;
  error?: string | undefined;
  /** As a list that opens, for options that few people change. */
  isCompact?: boolean;
};

/** One option of a target, with what each value changes. */
export function TargetOptionInput({ field, choices, error, isCompact = false }: TargetOptionInputProps) {
  const value = choices.read(field);
  const common = { name: field.name, label: field.title, error };
  const hint = (
    <>
      <code className="font-mono">{field.name}</code> {field.sentence}
    </>
  );
  if (field.range !== undefined) {
    const { from, to, mayBeNone } = field.range;
    return (
      <TextField
        {...common}
        type="number"
        inputMode="numeric"
        min={from}
        max={to}
        placeholder={mayBeNone ? "No limit" : undefined}
        value={value === "none" ? "" : value}
        onChange={({ target }) => choices.choose(field, target.value === "" && mayBeNone ? "none" : target.value)}
        hint={
          <>
            {hint} {mayBeNone ? `Empty: as many as it takes. Else ${from} to ${to}.` : `${from} to ${to}.`}
          </>
        }
      />
    );
  }
  if (isCompact) {
    return (
      <SelectField
        {...common}
        options={field.values}
        value={value}
        onChange={({ target }) => choices.choose(field, target.value)}
        hint={
          <>
            {hint} {field.values.find((known) => known.value === value)?.consequence}
          </>
        }
      />
    );
  }
  return (
    <ChoiceField
      {...common}
      choices={field.values}
      chosen={value}
      onChoose={(next) => choices.choose(field, next)}
      hint={hint}
    />
  );
}
