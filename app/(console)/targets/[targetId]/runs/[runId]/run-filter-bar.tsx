import { Button } from "@/components/button";
import { Link } from "@/components/link";
import { SelectField } from "@/components/select-field";
import { TextField } from "@/components/text-field";
import { ViewLinks } from "@/components/view-links";
import { attemptOutcomes } from "@/lib/console/targets/attempt-words";
import {
  formatRunPageQuery,
  itemStates,
  planOperations,
  type RunPage,
  type RunPageQuery,
} from "@/lib/console/targets/run-page";

type Props = { page: RunPage; query: RunPageQuery; path: string };

/** Chooses what of a run is shown. It is a plain form, so that its filters stand in the address. */
export function RunFilterBar({ page: { run, part }, query, path }: Props) {
  const operations = Object.entries(planOperations).map(([value, { sign, word }]) => ({
    value,
    name: `${sign} ${word} (${run.planned[value as keyof typeof run.planned].toLocaleString("en")})`,
  }));
  const states = Object.entries(itemStates).map(([value, { word }]) => ({
    value,
    name: `${word} (${run.outcomes[value as keyof typeof run.outcomes].toLocaleString("en")})`,
  }));
  const outcomes = Object.entries(attemptOutcomes).map(([value, { word }]) => ({ value, name: word }));
  const isNarrowed = [query.operation, query.state, query.outcome, query.text].some((one) => one !== undefined);
  return (
    <>
      {run.kind === "plan" ? null : (
        <div className="mb-3">
          <ViewLinks
            name="Of this run"
            views={[
              { name: "What was done", href: path + formatRunPageQuery({ part: "tries" }), isOpen: part === "tries" },
              {
                name: "What it means to do",
                href: path + formatRunPageQuery({ part: "items" }),
                isOpen: part === "items",
              },
            ]}
          />
        </div>
      )}
      <form method="get" action={path} className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {run.kind === "plan" ? null : <input type="hidden" name="show" value={part} />}
        <TextField name="text" label="Search" type="search" defaultValue={query.text} placeholder="Name" />
        {part === "items" ? (
          <>
            <SelectField
              key={`operation ${query.operation ?? ""}`}
              name="operation"
              label="Operation"
              defaultValue={query.operation ?? ""}
              options={[{ value: "", name: "Any" }, ...operations]}
            />
            <SelectField
              key={`state ${query.state ?? ""}`}
              name="state"
              label="What became of it"
              defaultValue={query.state ?? ""}
              options={[{ value: "", name: "Anything" }, ...states]}
            />
          </>
        ) : (
          <SelectField
            key={`outcome ${query.outcome ?? ""}`}
            name="outcome"
            label="Outcome"
            defaultValue={query.outcome ?? ""}
            options={[{ value: "", name: "Any" }, ...outcomes]}
          />
        )}
        <span className="flex flex-wrap items-center gap-3">
          <Button type="submit">Apply</Button>
          {isNarrowed ? <Link href={path + formatRunPageQuery({ part })}>Clear</Link> : null}
        </span>
      </form>
    </>
  );
}
