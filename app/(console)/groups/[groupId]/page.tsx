import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AttributeSections } from "@/components/attribute-sections";
import { HistoryList } from "@/components/history-list";
import { Link } from "@/components/link";
import { ManagedNotice } from "@/components/managed-notice";
import { Notice } from "@/components/notice";
import { Section } from "@/components/section";
import { Time } from "@/components/time";
import { requireAccess } from "@/lib/console/access";
import { readClientNames } from "@/lib/console/directory/client-names";
import { findGroup } from "@/lib/console/directory/groups";
import { readGroupHistory } from "@/lib/console/directory/history";
import { readParam, type SearchParams } from "@/lib/console/directory/list-position";
import { listPeople, readPeopleQuery } from "@/lib/console/directory/people";
import { listAtTargets } from "@/lib/console/targets/resource-at-targets";
import { AtTargets } from "../../targets/at-targets";
import { AddMember } from "./add-member";
import { GroupActions } from "./group-actions";
import { GroupIdentity } from "./group-identity";
import { NestedGroups } from "./nested-groups";
import { PeopleInGroup } from "./people-in-group";

export const metadata: Metadata = { title: "Group" };

const pageSize = 25;

type Props = { params: Promise<{ groupId: string }>; searchParams: Promise<SearchParams> };

export default async function GroupPage({ params, searchParams }: Props) {
  const access = await requireAccess("directory.read");
  const { groupId } = await params;
  const group = (await findGroup(access, groupId)) ?? notFound();
  const asked = await searchParams;
  const { text, after, before, history: earlier } = asked;
  const query = readPeopleQuery({ text, after, before, group: group.id });
  const [members, history, atTargets] = await Promise.all([
    listPeople(access, query, pageSize),
    readGroupHistory(access, group, await readClientNames(access), readChangeId(readParam({ earlier }, "earlier"))),
    listAtTargets(access, "Group", group.id),
  ]);
  const now = new Date().toISOString();
  const providers = group.managers.map(({ provider }) => provider);
  return (
    <>
      <p className="text-[0.8125rem]">
        <Link href="/groups">Groups</Link>
      </p>
      <h1 className="mt-1 text-xl/7 font-semibold [overflow-wrap:anywhere]">{group.name}</h1>
      <p className="mt-2 text-muted">
        {count(group.people, "person", "people")}
        {group.nested.length === 0 ? "" : ` and ${count(group.nested.length, "group", "groups")}`}, managed by{" "}
        {providers.length === 0 ? "hand" : group.managers.map(({ name }) => name).join(", ")}, last changed{" "}
        <Time value={group.lastChange} now={now} />
      </p>
      <GroupActions group={group} />
      {group.neverHadMembers ? (
        <div className="mt-4">
          <Notice tone="warning">
            {providers.join(", ")} made this group and never sent members. Often the group was pushed before anybody was
            assigned: assign people to the application there, then push the group again.
          </Notice>
        </div>
      ) : null}
      <div className="mt-8 grid gap-8 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="min-w-0 space-y-8">
          <Section title="People">
            <PeopleInGroup group={group} members={members} text={query.filter.text} />
          </Section>
          <Section title="Timeline" note="Who was added and removed, and what else changed.">
            <HistoryList history={history} now={now} href={(id) => `/groups/${group.id}?history=${id}`} />
          </Section>
        </div>
        <div className="min-w-0 space-y-8">
          <Section title="Add by hand">
            <div className="space-y-4">
              <ManagedNotice name={group.name} providers={providers} />
              <AddMember groupId={group.id} kind="person" />
              <AddMember groupId={group.id} kind="group" />
            </div>
          </Section>
          <NestedGroups group={group} />
          <AtTargets rows={atTargets} resourceType="Group" resourceId={group.id} label={group.name} now={now} />
          <GroupIdentity group={group} />
          {group.attributes.length === 0 ? null : <AttributeSections sections={group.attributes} empty="" />}
        </div>
      </div>
    </>
  );
}

function readChangeId(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined;
}

function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
