import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AttributeSections } from "@/components/attribute-sections";
import { HistoryList } from "@/components/history-list";
import { Section } from "@/components/section";
import { requireAccess } from "@/lib/console/access";
import { describeConfirmation } from "@/lib/console/confirm-password";
import { readClientNames } from "@/lib/console/directory/client-names";
import { listGrantableRoles } from "@/lib/console/directory/grantable-roles";
import { readPersonHistory } from "@/lib/console/directory/history";
import { readParam, type SearchParams } from "@/lib/console/directory/list-position";
import { findPerson } from "@/lib/console/directory/person";
import { readRawPerson } from "@/lib/console/directory/raw-scim";
import { isPermitted } from "@/lib/console/permissions";
import { listAtTargets } from "@/lib/console/targets/resource-at-targets";
import { AtTargets } from "../../targets/at-targets";
import { Identity } from "./identity";
import { Memberships } from "./memberships";
import { PersonActions } from "./person-actions";
import { PersonHeader } from "./person-header";
import { RawScim } from "./raw-scim";
import { WhyThisRole } from "./why-this-role";

export const metadata: Metadata = { title: "Person" };

type Props = { params: Promise<{ userId: string }>; searchParams: Promise<SearchParams> };

export default async function PersonPage({ params, searchParams }: Props) {
  const access = await requireAccess("directory.read");
  const { userId } = await params;
  const person = (await findPerson(access, userId)) ?? notFound();
  const asked = await searchParams;
  const [history, raw, atTargets] = await Promise.all([
    readPersonHistory(access, person, await readClientNames(access), readChangeId(readParam(asked, "before"))),
    readRawPerson(access, person.id, readParam(asked, "client")),
    listAtTargets(access, "User", person.id),
  ]);
  const now = new Date().toISOString();
  return (
    <>
      <PersonHeader person={person} now={now} />
      <PersonActions
        person={person}
        roles={listGrantableRoles(access)}
        mayDelete={isPermitted(access.person.role, "directory.grantOwner")}
        confirmation={describeConfirmation(access)}
      />
      <div className="mt-8 grid gap-8 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="min-w-0 space-y-8">
          <Section
            title="Timeline"
            note="Every change that is kept, by whomever it was made, with what was before and after."
          >
            <HistoryList history={history} now={now} href={(before) => `/people/${person.id}?before=${before}`} />
          </Section>
          <AttributeSections sections={person.attributes} empty="Nothing but the userName is known." />
          <RawScim raw={raw} clients={person.clients} isOpen={asked.client !== undefined} />
        </div>
        <div className="min-w-0 space-y-8">
          <WhyThisRole story={person.roleStory} now={now} />
          <AtTargets rows={atTargets} resourceType="User" resourceId={person.id} label={person.name} now={now} />
          <Identity person={person} />
          <Memberships person={person} />
        </div>
      </div>
    </>
  );
}

function readChangeId(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined;
}
