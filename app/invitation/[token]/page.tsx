import type { Metadata } from "next";
import { PageHeading } from "@/components/page-heading";
import { viewInvitation } from "@/lib/console/invitation-page";
import { AcceptForm } from "./accept-form";

export const metadata: Metadata = { title: "Invitation" };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { invitation, offer } = await viewInvitation(token);
  if (invitation === undefined) return <InvitationEnded />;
  return <AcceptForm token={token} invitation={invitation} offer={offer} />;
}

function InvitationEnded() {
  return (
    <PageHeading title="This invitation cannot be used any more">
      An invitation works once, for 7 days, and only the newest one does. If you have accepted it,{" "}
      <a href="/sign-in">sign in</a>; otherwise ask whoever sent it for a new one.
    </PageHeading>
  );
}
