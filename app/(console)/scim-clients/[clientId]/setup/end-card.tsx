import { Link } from "@/components/link";
import { Notice } from "@/components/notice";
import type { SetupView } from "@/lib/console/client-setup/setup-view";

/** What to do after the last step. */
export function EndCard({ view }: { view: SetupView }) {
  const { clientId, clientName, product, place, isOnlySimulated } = view;
  const base = `/scim-clients/${clientId}`;
  if (place === "sandbox") {
    return (
      <Notice tone="success">
        <p className="font-semibold">The rehearsal went through.</p>
        <p className="mt-1">
          This is what {product} does when it is connected.{" "}
          <Link href={base.concat("/setup")}>Connect {clientName} now</Link>
        </p>
      </Notice>
    );
  }
  return (
    <Notice tone="success">
      <h2 className="font-semibold">
        {isOnlySimulated
          ? "Every step has been seen, some of them by the simulator alone."
          : `${clientName} is set up: every step has been seen.`}
      </h2>
      <p className="mt-1">What to do next:</p>
      <ul className="mt-1 list-disc space-y-1 pl-5">
        <li>
          Keep a second owner who is not provisioned by {product}, so that a mistake there locks nobody out:{" "}
          <Link href="/people?role=owner">see the owners</Link>.
        </li>
        <li>
          Give the token an end, and be reminded before it: <Link href={`${base}/credentials`}>credentials</Link>.
        </li>
        <li>
          Look at what guests see, which role new people get and what a deletion does:{" "}
          <Link href={`${base}/options`}>options</Link>.
        </li>
        <li>
          Assign everybody else in {product}, and watch them come: <Link href={`${base}/activity`}>activity</Link>.
        </li>
      </ul>
    </Notice>
  );
}
