import { Button } from "@/components/button";
import { SelectField } from "@/components/select-field";
import { TextField } from "@/components/text-field";
import { type AuditFilter, auditKinds } from "@/lib/console/audit-log";

const kinds = [
  { value: "", name: "Everything" },
  ...Object.entries(auditKinds).map(([value, name]) => ({ value, name })),
];

/** Narrows the list. It is a plain form, so that its filters stand in the address. */
export function AuditFilterBar({ filter }: { filter: AuditFilter }) {
  return (
    <form method="get" action="/audit" className="mt-6 grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-5">
      <TextField name="text" label="Search" type="search" defaultValue={filter.text} placeholder="A name or an act" />
      <SelectField name="kind" label="About" options={kinds} defaultValue={filter.kind ?? ""} />
      <TextField name="from" label="From (UTC)" type="date" defaultValue={filter.from} />
      <TextField name="until" label="Until (UTC)" type="date" defaultValue={filter.until} />
      <Button type="submit">Apply</Button>
    </form>
  );
}
