import type { Metadata } from "next";
import { PageHeading } from "@/components/page-heading";
import { requireAccess } from "@/lib/console/access";
import { describeConfirmation } from "@/lib/console/confirm-password";
import { listGrantableRoles } from "@/lib/console/directory/grantable-roles";
import { NewPersonForm } from "./new-person-form";

export const metadata: Metadata = { title: "Add a person" };

export default async function NewPersonPage() {
  const access = await requireAccess("directory.write");
  return (
    <>
      <PageHeading title="Add a person">
        By hand, for those whom no identity provider sends. Every SCIM client sees them; they are subscribed to the
        default streams.
      </PageHeading>
      <NewPersonForm roles={listGrantableRoles(access)} confirmation={describeConfirmation(access)} />
    </>
  );
}
