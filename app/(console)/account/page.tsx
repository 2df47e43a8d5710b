import type { Metadata } from "next";
import { PageHeading } from "@/components/page-heading";
import { requireAccess } from "@/lib/console/access";
import { type AccountFacts, describeAccount } from "@/lib/console/account";
import { LeaveEverywhere } from "./leave-everywhere";
import { PasswordForm } from "./password-form";

export const metadata: Metadata = { title: "Your account" };

export default async function AccountPage() {
  const account = await describeAccount(await requireAccess("overview.read"));
  return (
    <div className="max-w-2xl">
      <PageHeading title="Your account">
        Signed in as {account.name}, {account.email}.
      </PageHeading>
      <section aria-labelledby="organizations" className="mt-8">
        <h2 id="organizations" className="text-base font-semibold">
          Organizations
        </h2>
        <p className="mt-1 text-muted">Where you are active. Owners and administrators may enter the console.</p>
        <ul className="mt-3 divide-y divide-line border-y border-line">
          {account.organizations.map(({ id, name, role, isOpen }) => (
            <li key={id} className="flex flex-wrap items-baseline justify-between gap-x-4 py-2">
              <span className="min-w-0 break-words">
                {name}
                {isOpen ? <span className="text-muted"> (open)</span> : null}
              </span>
              <span className="text-muted">{role}</span>
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="password-heading" className="mt-8">
        <h2 id="password-heading" className="text-base font-semibold">
          Password
        </h2>
        {account.hasPassword ? <PasswordForm /> : <p className="mt-1 text-muted">{describeWayIn(account)}</p>}
      </section>
      <section aria-labelledby="sessions" className="mt-8">
        <h2 id="sessions" className="text-base font-semibold">
          Sessions
        </h2>
        <p className="mt-1 text-muted">
          You stay signed in for 14 days in each browser. Sign out everywhere when you have lost a device, or left a
          browser open that is not yours: every session of yours ends at once, this one too.
        </p>
        <LeaveEverywhere />
      </section>
    </div>
  );
}

function describeWayIn({ providers }: AccountFacts): string {
  return `You have none here: you sign in with ${providers.length === 0 ? "your identity provider" : providers.join(" or ")}, and change your password there.`;
}
