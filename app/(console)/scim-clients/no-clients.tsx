import { describeButton } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";

/** What stands in place of the list before the first client. */
export function NoClients() {
  return (
    <EmptyState title="No identity provider is connected yet">
      <p>
        Connect the one that keeps your people: it creates them here, puts them into groups, and takes away their access
        when they leave.
      </p>
      <p className="mt-4 flex flex-wrap justify-center gap-2">
        <Link href="/scim-clients/new?provider=okta" className={describeButton()}>
          Okta
        </Link>
        <Link href="/scim-clients/new?provider=entra" className={describeButton()}>
          Microsoft Entra ID
        </Link>
        <Link href="/scim-clients/new" className={describeButton()}>
          Another
        </Link>
      </p>
      <p className="mt-4">
        No identity provider at hand? <Link href="/scim-clients/new?provider=okta">Try it with the simulator</Link>,
        which plays Okta's requests.
      </p>
    </EmptyState>
  );
}
