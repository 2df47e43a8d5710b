import { Link } from "@/components/link";
import { listProviders, type Provider } from "@/lib/console/connect-scim-client";
import { ProviderMark } from "../provider-mark";

/** The first step: which identity provider it is. Each is a link to the next step. */
export function ProviderChoice() {
  const { usual, special } = listProviders();
  return (
    <>
      <ul className="mt-6 grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {usual.map((provider) => (
          <ProviderLink key={provider.preset} {...provider} />
        ))}
      </ul>
      <h2 className="mt-8 text-base font-semibold">Special cases</h2>
      <ul className="mt-3 grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        {special.map((provider) => (
          <ProviderLink key={provider.preset} {...provider} />
        ))}
      </ul>
    </>
  );
}

function ProviderLink({ preset, name, description }: Provider) {
  return (
    <li>
      <Link
        href={`/scim-clients/new?provider=${preset}`}
        className="flex h-full items-center gap-3 rounded-md border border-line-strong px-3 py-3 text-text no-underline hover:bg-surface"
      >
        <ProviderMark name={name} />
        <span className="min-w-0">
          <span className="block font-medium">{name}</span>
          <span className="block text-[0.8125rem] text-muted">{description}</span>
        </span>
      </Link>
    </li>
  );
}
