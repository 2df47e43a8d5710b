import { PageHeading } from "@/components/page-heading";

/** What a visitor finds before anybody can sign in. */
export function NoOwner() {
  return (
    <>
      <PageHeading title="Roster is running">
        Nobody can sign in yet: there is no organization with an owner. Open the setup link that{" "}
        <code className="font-mono">npm start</code> printed; it makes the first organization and its owner.
      </PageHeading>
      <p className="mt-4 text-muted">
        The link works once, and only the newest one does. If you no longer have it, stop Roster and start it again: it
        prints a new one.
      </p>
    </>
  );
}
