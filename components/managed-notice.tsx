import { Notice } from "./notice";

/** Says before an edit by hand that an identity provider has its own mind about it. */
export function ManagedNotice({ providers, name }: { providers: readonly string[]; name: string }) {
  if (providers.length === 0) return null;
  const who = new Intl.ListFormat("en", { type: "conjunction" }).format(providers);
  const isOne = providers.length === 1;
  return (
    <Notice tone="warning">
      {who} {isOne ? "manages" : "manage"} {name}. What you change here stays until {who} {isOne ? "sends" : "send"} it
      again.
    </Notice>
  );
}
