import type { Metadata } from "next";
import { NarrowPage } from "@/components/narrow-page";
import { PageHeading } from "@/components/page-heading";
import { SignOutButton } from "@/components/sign-out-button";

export const metadata: Metadata = { title: "No entry" };

export default function ForbiddenPage() {
  return (
    <NarrowPage>
      <PageHeading title="You may not open this page">
        The console is for the owners and administrators of an organization, and some of it for owners alone. An owner
        can change your role under People.
      </PageHeading>
      <div className="mt-6 flex flex-wrap items-center gap-4">
        <a href="/">Go to the start page</a>
        <SignOutButton />
      </div>
    </NarrowPage>
  );
}
