import { Link } from "@/components/link";
import { PageHeading } from "@/components/page-heading";

/** Within the console: what was looked for is not there, or is another organization's. */
export default function NotFoundPage() {
  return (
    <>
      <PageHeading title="There is nothing at this address">
        What stood here was removed, belongs to another organization, or the address is mistyped.
      </PageHeading>
      <p className="mt-4">
        <Link href="/">Go to the overview</Link>
      </p>
    </>
  );
}
