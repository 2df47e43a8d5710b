import type { ComponentProps } from "react";

type ButtonProps = ComponentProps<"button"> & {
  /** "plain" for most; "danger" for what takes something away. A page's one primary action is a PrimaryButton. */
  kind?: "plain" | "danger";
  size?: "regular" | "small";
};

/** A button beside the page's primary one. */
export function Button({ kind = "plain", size = "regular", className = "", ...props }: ButtonProps) {
  return <button type="button" {...props} className={`${describeButton(kind, size)} ${className}`} />;
}

/** The classes of a button, also for links that look like one. */
export function describeButton(kind: "plain" | "primary" | "danger" = "plain", size: "regular" | "small" = "regular") {
  const look = {
    plain: "border border-line-strong bg-ground text-text hover:bg-surface",
    primary: "bg-accent text-on-accent hover:bg-accent-strong",
    danger: "border border-danger bg-ground text-danger hover:bg-surface",
  }[kind];
  const room = size === "small" ? "h-8 px-2.5 text-[0.8125rem]" : "h-10 px-4";
  return `inline-flex items-center justify-center gap-1.5 rounded-md font-medium no-underline disabled:cursor-default disabled:opacity-60 ${room} ${look}`;
}
