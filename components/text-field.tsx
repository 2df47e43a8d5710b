import type { ComponentProps, ReactNode } from "react";

type TextFieldProps = ComponentProps<"input"> & {
  name: string;
  label: string;
  /** What the value means or must be; stays visible. */
  hint?: ReactNode;
  /** What is wrong with the value that was sent, and what would be right. */
  error?: string | undefined;
  /** Stands inside the field's frame, at its end. */
  suffix?: ReactNode;
};

/** A labelled line of text. Hint and error are tied to it for screen readers. */
export function TextField({ name, label, hint, error, suffix, ...input }: TextFieldProps) {
  const hintId = `${name}-hint`;
  const errorId = `${name}-error`;
  const describedBy = [error === undefined ? "" : errorId, hint === undefined ? "" : hintId].filter(Boolean).join(" ");
  const frame = error === undefined ? "border-line-strong" : "border-danger";
  return (
    <div>
      <label htmlFor={name} className="block font-medium">
        {label}
      </label>
      <div
        className={`mt-1 flex h-10 items-stretch rounded-md border bg-ground focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-accent ${frame}`}
      >
        <input
          {...input}
          id={name}
          name={name}
          aria-describedby={describedBy === "" ? undefined : describedBy}
          aria-invalid={error === undefined ? undefined : true}
          className="min-w-0 grow rounded-md bg-transparent px-3 text-base outline-none sm:text-sm"
        />
        {suffix}
      </div>
      {error === undefined ? null : (
        <p id={errorId} className="mt-1 text-danger">
          {error}
        </p>
      )}
      {hint === undefined ? null : (
        <p id={hintId} className="mt-1 text-[0.8125rem] text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
