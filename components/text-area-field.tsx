import type { ComponentProps, ReactNode } from "react";

type TextAreaFieldProps = ComponentProps<"textarea"> & {
  name: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
};

/** Labelled text of several lines in mono. Hint and error are tied to it for screen readers. */
export function TextAreaField({ name, label, hint, error, className = "", ...textarea }: TextAreaFieldProps) {
  const describedBy = [error === undefined ? "" : `${name}-error`, hint === undefined ? "" : `${name}-hint`].filter(
    Boolean,
  );
  return (
    <div>
      <label htmlFor={name} className="block font-medium">
        {label}
      </label>
      <textarea
        rows={6}
        spellCheck={false}
        autoCapitalize="none"
        {...textarea}
        id={name}
        name={name}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={describedBy.length === 0 ? undefined : describedBy.join(" ")}
        className={`mt-1 block w-full rounded-md border bg-ground px-3 py-2 font-mono text-base sm:text-[0.8125rem] ${error === undefined ? "border-line-strong" : "border-danger"} ${className}`}
      />
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
