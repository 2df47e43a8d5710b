"use client";

import { PageHeading } from "@/components/page-heading";
import { PrimaryButton } from "@/components/primary-button";

/** Within the console: the frame stays, so that one can go on elsewhere. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <PageHeading title="This page could not be shown">
        Something failed on the server, not in what you did. The server's log has the details
        {error.digest === undefined ? "" : ` under the number ${error.digest}`}.
      </PageHeading>
      <div className="mt-6">
        <PrimaryButton type="button" onClick={reset}>
          Try again
        </PrimaryButton>
      </div>
    </>
  );
}
