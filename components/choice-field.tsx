import type { ReactNode } from "react";

export type Choice = {
  readonly value: string;
  readonly name: string;
  /** What follows from it, in a sentence. */
  readonly consequence?: string;
};

type ChoiceFieldProps = {
  name: string;
  label: string;
  choices: readonly Choice[];
  hint?: ReactNode;
  error?: string | undefined;
  /** Either what is chosen at first, or with `onChoose` what is chosen now. */
  chosen: string;
  onChoose?: (value: string) => void;
};

/** A labelled choice of one, each with what follows from it. */
export function ChoiceField({ name, label, choices, hint, error, chosen, onChoose }: ChoiceFieldProps) {
  const hintId = `${name}-hint`;
  const errorId = `${name}-error`;
  const describedBy = [error === undefined ? "" : errorId, hint === undefined ? "" : hintId].filter(Boolean).join(" ");
  return (
    <fieldset aria-describedby={describedBy === "" ? undefined : describedBy}>
      <legend className="font-medium">{label}</legend>
      {hint === undefined ? null : (
        <p id={hintId} className="mt-0.5 text-[0.8125rem] text-muted">
          {hint}
        </p>
      )}
      {error === undefined ? null : (
        <p id={errorId} className="mt-1 text-danger">
          {error}
        </p>
      )}
      <div className="mt-2 space-y-2">
        {choices.map((choice) => (
          <label key={choice.value} className="flex items-start gap-2.5">
            <input
              type="radio"
              name={name}
              value={choice.value}
              {...(onChoose === undefined
                ? { defaultChecked: chosen === choice.value }
                : { checked: chosen === choice.value, onChange: () => onChoose(choice.value) })}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              {choice.name}
              {choice.consequence === undefined ? null : (
                <span className="block text-[0.8125rem] text-pretty text-muted">{choice.consequence}</span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
