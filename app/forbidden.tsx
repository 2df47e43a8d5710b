import type { Metadata } from "next";
import { Button } from "@/components/button";
import { NarrowPage } from "@/components/narrow-page";
import { PageHeading } from "@/components/page-heading";
import { SignOutButton } from "@/components/sign-out-button";
import { describeRefusal, type RefusalFacts } from "@/lib/console/refusal";

export const metadata: Metadata = { title: "No entry" };

export default async function ForbiddenPage() {
  const facts = await describeRefusal();
  return (
    <NarrowPage>
      <PageHeading title="You may not open this page">{explain(facts)}</PageHeading>
      {facts === undefined || facts.others.length === 0 ? null : <OtherOrganizations others={facts.others} />}
      <div className="mt-6 flex flex-wrap items-center gap-4">
        {facts?.open?.mayEnter === true ? <a href="/">Go to the start page</a> : null}
        <SignOutButton />
      </div>
    </NarrowPage>
  );
}

function explain(facts: RefusalFacts | undefined): string {
  if (facts === undefined) return "The console is for the owners and administrators of an organization.";
  const { email, open } = facts;
  if (open === undefined) return `You are signed in as ${email}, who is nobody in the organization at this address.`;
  const { organization, role, mayEnter } = open;
  if (mayEnter) {
    return `You are signed in as ${email}, ${role} of ${organization.name}. This part of the console is for owners alone.`;
  }
  return `You are signed in as ${email}, ${role} of ${organization.name}. The console is for owners and administrators; an owner can change your role under People.`;
}

function OtherOrganizations({ others }: Pick<RefusalFacts, "others">) {
  return (
    <form method="post" action="/switch-organization" className="mt-6">
      <h2 className="text-base font-semibold">Where you may enter</h2>
      <ul className="mt-2 space-y-2">
        {others.map(({ id, name }) => (
          <li key={id}>
            <Button type="submit" name="organization" value={id}>
              Open {name}
            </Button>
          </li>
        ))}
      </ul>
    </form>
  );
}
