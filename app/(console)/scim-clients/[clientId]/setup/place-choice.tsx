import { Notice } from "@/components/notice";
import type { SetupPlace } from "@/lib/console/client-setup/setup-view";

type PlaceChoiceProps = {
  place: SetupPlace;
  onChoose: (place: SetupPlace) => void;
  clientName: string;
  madeUpNames: readonly string[];
};

/** Where the simulator plays: apart from everybody, or, when somebody asks for it, among the people. */
export function PlaceChoice({ place, onChoose, clientName, madeUpNames }: PlaceChoiceProps) {
  return (
    <fieldset>
      <legend className="font-medium">Where</legend>
      <div className="mt-1 space-y-2">
        <Choice value="sandbox" place={place} onChoose={onChoose} name="In the sandbox">
          A place of its own with the same settings. Nobody of yours is touched.
        </Choice>
        <Choice value="client" place={place} onChoose={onChoose} name={`Against ${clientName} itself`}>
          People and groups are really created here.
        </Choice>
      </div>
      {place === "client" ? (
        <div className="mt-2">
          <Notice tone="warning">
            Creates {new Intl.ListFormat("en").format(madeUpNames)} in your organization, or changes them if they are
            here. You can remove what was created afterwards.
          </Notice>
        </div>
      ) : null}
    </fieldset>
  );
}

type ChoiceProps = Pick<PlaceChoiceProps, "place" | "onChoose"> & { value: SetupPlace; name: string; children: string };

function Choice({ value, place, onChoose, name, children }: ChoiceProps) {
  return (
    <label className="flex gap-2.5">
      <input
        type="radio"
        name="place"
        value={value}
        checked={place === value}
        onChange={() => onChoose(value)}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span className="min-w-0">
        <span className="block">{name}</span>
        <span className="block text-[0.8125rem] text-muted">{children}</span>
      </span>
    </label>
  );
}
