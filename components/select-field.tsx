import type { ComponentProps, ReactNode } from "react";

type SelectFieldProps = ComponentProps<"select"> & {
  name: string;
  label: string;
  options: readonly { readonly value: string; readonly name: string }[];
  hint?: ReactNode;
  error?: string | undefined;
};

/** A labelled choice of one. Hint and error are tied to it for screen readers. */
export function SelectField({ name, label, options, hint, error, ...select }: SelectFieldProps) {
  const describedBy = [error === undefined ? "" : `${name}-error`, hint === undefined ? "" : `${name}-hint`].filter(
    Boolean,
  );
  return (
    <div>
      <label htmlFor={name} className="block font-medium">
        {label}
      </label>
      <select
        {...select}
        id={name}
        name={name}
        aria-describedby={describedBy.length === 0 ? undefined : describedBy.join(" ")}
        aria-invalid={error === undefined ? undefined : true}
        className={`mt-1 h-10 w-full rounded-md border bg-ground px-2 text-base sm:text-sm ${error === undefined ? "border-line-strong" : "border-danger"}`}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
      {error === undefined ? null : (
        <p id={`${name}-error`} className="mt-1 text-danger">
          {error}
        </p>
      )}
      {hint === undefined ? null : (
        <p id={`${name}-hint`} className="mt-1 text-[0.8125rem] text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
