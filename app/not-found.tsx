import type { Metadata } from "next";
import { NarrowPage } from "@/components/narrow-page";
import { PageHeading } from "@/components/page-heading";

export const metadata: Metadata = { title: "Page not found" };

export default function NotFoundPage() {
  return (
    <NarrowPage>
      <PageHeading title="There is no page at this address">
        The address may be mistyped, or the page has moved.
      </PageHeading>
      <p className="mt-4">
        <a href="/">Go to the start page</a>
      </p>
    </NarrowPage>
  );
}
