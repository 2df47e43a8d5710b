import type { Metadata } from "next";
import { Link } from "@/components/link";
import { Notice } from "@/components/notice";
import { requireAccess } from "@/lib/console/access";
import { describeConfirmation } from "@/lib/console/confirm-password";
import { openScimClient } from "@/lib/console/open-scim-client";
import { isPermitted } from "@/lib/console/permissions";
import { previewClientRemoval } from "@/lib/console/remove-scim-client";
import { PauseButton } from "../pause-button";
import { RemoveForm } from "./remove-form";

export const metadata: Metadata = { title: "Danger" };

type Props = { params: Promise<{ clientId: string }> };

export default async function DangerPage({ params }: Props) {
  const access = await requireAccess("scimClients.read");
  const client = await openScimClient(access, (await params).clientId);
  const preview = await previewClientRemoval(access, client, new Date());
  const isPaused = client.state === "paused";
  return (
    <div className="max-w-2xl space-y-10">
      <section aria-labelledby="pausing">
        <h2 id="pausing" className="text-base font-semibold">
          {isPaused ? "Resume" : "Pause"}
        </h2>
        <p className="mt-1 mb-3 text-pretty text-muted">
          {isPaused
            ? `It is paused: every request of ${client.providerName} is answered with “try again later” (503). After you resume, ${client.providerName} repeats what it could not do.`
            : `Every request of ${client.providerName} is answered with “try again later” (503) until you resume. Nothing is lost, and nothing is taken away. Better than removing when you only want it to stop for a while.`}
        </p>
        <PauseButton id={client.id} name={client.name} providerName={client.providerName} isPaused={isPaused} />
      </section>
      <section aria-labelledby="removal">
        <h2 id="removal" className="text-base font-semibold">
          Remove
        </h2>
        <p className="mt-1 text-pretty">This cannot be undone:</p>
        <ul className="mt-2 mb-4 list-disc space-y-1 pl-5 text-pretty">
          <li>
            {count(preview.people, "person", "people")} and {count(preview.groups, "group", "groups")} that{" "}
            {client.providerName} sent stay here, with their roles, groups and streams. Nobody manages them from outside
            any more: who leaves has to be deactivated by hand.
          </li>
          <li>
            The ids by which {client.providerName} knows them are lost: {preview.people.toLocaleString("en")} of people,{" "}
            {preview.groups.toLocaleString("en")} of groups. A new client finds people by userName only.
          </li>
          <li>
            {preview.credentials === 0
              ? "No token of it is valid any more."
              : `${count(preview.credentials, "credential (token, secret or trust) ends", "credentials (tokens, secrets and trusts) end")} at once.`}
          </li>
          <li>
            What it did stays in the <Link href={`/scim-clients/${client.id}/activity`}>activity log</Link>, without its
            name.
          </li>
        </ul>
        {isPermitted(access.person.role, "scimClients.remove") ? (
          <RemoveForm id={client.id} name={client.name} confirmation={describeConfirmation(access)} />
        ) : (
          <Notice tone="info">Only an owner can remove a SCIM client. You can pause it.</Notice>
        )}
      </section>
    </div>
  );
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
