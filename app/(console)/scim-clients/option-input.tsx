import { ChoiceField } from "@/components/choice-field";
import { SelectField } from "@/components/select-field";
import { TextField } from "@/components/text-field";
import type { OptionField } from "@/lib/console/option-fields";
import type { OptionChoices } from "./option-choices";

/** So many values are still read side by side. */
const maxRadios = 3;

/** One option, with what each value changes. */
export function OptionInput({ field, choices }: { field: OptionField; choices: OptionChoices }) {
  const value = choices.read(field);
  const error = choices.findProblem(field);
  const common = { name: field.name, label: field.title, error };
  if (field.isNumber) {
    return (
      <TextField
        {...common}
        type="number"
        min={1}
        max={10_000}
        inputMode="numeric"
        placeholder="No limit"
        value={value === "none" ? "" : value}
        onChange={(event) => choices.choose(field, event.target.value === "" ? "none" : event.target.value)}
        hint={
          <>
            <code className="font-mono">{field.name}</code> Empty: as many as it likes. With a number from 1 to 10000,
            more are answered with “try again later” (429), and nothing is lost.
          </>
        }
      />
    );
  }
  if (field.values.length > maxRadios) {
    return (
      <SelectField
        {...common}
        options={field.values}
        value={value}
        onChange={(event) => choices.choose(field, event.target.value)}
        hint={
          <>
            <code className="font-mono">{field.name}</code>{" "}
            {field.values.find((known) => known.value === value)?.consequence}
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
      hint={<code className="font-mono">{field.name}</code>}
    />
  );
}
