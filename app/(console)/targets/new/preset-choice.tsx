import { Link } from "@/components/link";
import { listTargetPresetChoices } from "@/lib/console/targets/option-fields";
import { ProviderMark } from "../../scim-clients/provider-mark";

/** The first step: which product it is. Each is a link to the next step. */
export function PresetChoice() {
  return (
    <ul className="mt-6 grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {listTargetPresetChoices().map(({ preset, name }) => (
        <li key={preset}>
          <Link
            href={`/targets/new?preset=${preset}`}
            className="flex h-full items-center gap-3 rounded-md border border-line-strong px-3 py-3 text-text no-underline hover:bg-surface"
          >
            <ProviderMark name={name} />
            <span className="min-w-0 font-medium">{name}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
