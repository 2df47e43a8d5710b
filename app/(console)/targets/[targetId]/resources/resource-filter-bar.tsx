import { Button } from "@/components/button";
import { Link } from "@/components/link";
import { SelectField } from "@/components/select-field";
import { TextField } from "@/components/text-field";
import { type ResourceQuery, resourceViewNames } from "@/lib/console/targets/resource-list";

const types = [
  { value: "", name: "People and groups" },
  { value: "User", name: "People" },
  { value: "Group", name: "Groups" },
];
const states = Object.entries(resourceViewNames).map(([value, name]) => ({ value, name }));

/** Narrows the list. It is a plain form, so that its filters stand in the address. */
export function ResourceFilterBar({ query, path }: { query: ResourceQuery; path: string }) {
  const { view, resourceType = "", text = "" } = query;
  const isNarrowed = view !== "all" || resourceType !== "" || text !== "";
  return (
    <form
      method="get"
      action={path}
      className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)_auto]"
    >
      <TextField
        key={`text ${text}`}
        name="text"
        label="Search"
        type="search"
        defaultValue={text}
        placeholder="Name, or id at the target"
      />
      <SelectField key={`type ${resourceType}`} name="type" label="Type" options={types} defaultValue={resourceType} />
      <SelectField key={`state ${view}`} name="state" label="State" options={states} defaultValue={view} />
      <span className="flex flex-wrap items-center gap-3">
        <Button type="submit">Apply</Button>
        {isNarrowed ? <Link href={path}>Clear</Link> : null}
      </span>
    </form>
  );
}
