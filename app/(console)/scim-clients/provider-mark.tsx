/** Stands for an identity provider: its first letter in a frame. The name is written beside it. */
export function ProviderMark({ name }: { name: string }) {
  return (
    <span
      aria-hidden
      className="inline-flex size-7 shrink-0 items-center justify-center rounded-md border border-line bg-surface text-[0.8125rem] font-semibold text-muted"
    >
      {name.charAt(0).toUpperCase()}
    </span>
  );
}
