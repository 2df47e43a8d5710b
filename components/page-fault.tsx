"use client";

import { PageHeading } from "./page-heading";
import { PrimaryButton } from "./primary-button";

/** What an error page of Next.js is given. */
export type PageFaultProps = { error: Error & { digest?: string }; reset: () => void };

/** Stands in place of a page that failed on the server. */
export function PageFault({ error, reset }: PageFaultProps) {
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
