import { Button } from "@/components/button";
import { Link } from "@/components/link";
import { SelectField } from "@/components/select-field";
import { TextField } from "@/components/text-field";
import type { PeopleQuery } from "@/lib/console/directory/people";
import { formatPeopleAddress } from "@/lib/console/directory/people";

type Props = {
  query: PeopleQuery;
  clients: readonly { readonly id: string; readonly name: string }[];
  /** The names of the group and stream within which people are shown. */
  within: { readonly group: string | undefined; readonly stream: string | undefined };
};

const states = [
  { value: "", name: "Any state" },
  { value: "active", name: "Active" },
  { value: "deactivated", name: "Deactivated" },
];
const roles = [
  { value: "", name: "Any role" },
  ...["owner", "administrator", "moderator", "member", "guest"].map((role) => ({ value: role, name: role })),
];

/** Narrows the list of people. It is a plain form, so that its filters stand in the address. */
export function PeopleFilterBar({ query, clients, within }: Props) {
  const { filter, sort } = query;
  const managers = [
    { value: "", name: "Anybody" },
    { value: "hand", name: "By hand" },
    ...clients.map(({ id, name }) => ({ value: id, name })),
  ];
  const order = `${sort.descending ? "-" : ""}${sort.by}`;
  const { groupId: _group, ...withoutGroup } = filter;
  const { streamId: _stream, ...withoutStream } = filter;
  return (
    <form
      method="get"
      action="/people"
      className="mt-6 grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[minmax(0,2fr)_repeat(3,minmax(0,1fr))_auto]"
    >
      <TextField
        name="text"
        label="Search"
        type="search"
        defaultValue={filter.text}
        placeholder="Name, email, external id or id"
      />
      <SelectField name="state" label="State" options={states} defaultValue={describeState(filter.active)} />
      <SelectField name="role" label="Role" options={roles} defaultValue={filter.role ?? ""} />
      <SelectField name="client" label="Managed by" options={managers} defaultValue={filter.managedBy ?? ""} />
      {filter.groupId === undefined ? null : <input type="hidden" name="group" value={filter.groupId} />}
      {filter.streamId === undefined ? null : <input type="hidden" name="stream" value={filter.streamId} />}
      {order === "name" ? null : <input type="hidden" name="sort" value={order} />}
      <Button type="submit">Apply</Button>
      {filter.groupId === undefined ? null : (
        <Within
          words={`In the group ${within.group ?? "that is not here any more"}`}
          href={formatPeopleAddress({ filter: withoutGroup, sort })}
        />
      )}
      {filter.streamId === undefined ? null : (
        <Within
          words={`Subscribed to ${within.stream ?? "a stream that is not here any more"}`}
          href={formatPeopleAddress({ filter: withoutStream, sort })}
        />
      )}
    </form>
  );
}

function describeState(active: boolean | undefined): string {
  return active === undefined ? "" : active ? "active" : "deactivated";
}

function Within({ words, href }: { words: string; href: string }) {
  return (
    <p className="flex flex-wrap gap-x-3 sm:col-span-full">
      <span className="[overflow-wrap:anywhere]">{words}</span>
      <Link href={href}>Everywhere</Link>
    </p>
  );
}
