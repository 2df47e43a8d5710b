import { describeButton } from "@/components/button";
import { EmptyState } from "@/components/empty-state";
import { Link } from "@/components/link";

/** What stands in place of the list before the first target. */
export function NoTargets() {
  return (
    <EmptyState title="Nobody is provisioned anywhere yet">
      <p>
        Connect an application that speaks SCIM: Roster creates your people and groups there, keeps them as they are
        here, and takes away the access of those who leave. Before anything is sent you see what it would be.
      </p>
      <p className="mt-4 flex flex-wrap justify-center gap-2">
        <Link href="/targets/new?preset=slack" className={describeButton()}>
          Slack
        </Link>
        <Link href="/targets/new?preset=aws" className={describeButton()}>
          AWS IAM Identity Center
        </Link>
        <Link href="/targets/new" className={describeButton()}>
          Another
        </Link>
      </p>
    </EmptyState>
  );
}
