import type { ComponentProps } from "react";

/** The one primary action of a page. */
export function PrimaryButton(props: ComponentProps<"button">) {
  return (
    <button
      {...props}
      className="h-10 w-full rounded-md bg-accent px-4 font-medium text-on-accent hover:bg-accent-strong disabled:cursor-default disabled:opacity-70 sm:w-auto"
    />
  );
}
