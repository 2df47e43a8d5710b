import type { Metadata } from "next";
import {
  describeTargetPreset,
  formatTargetOptions,
  listTargetOptionFields,
  listTargetPresetChoices,
} from "@/lib/console/targets/option-fields";
import { describeSavedTarget } from "@/lib/console/targets/save-target-options";
import { loadTarget } from "../load-target";
import { OptionsForm } from "./options-form";

export const metadata: Metadata = { title: "Options" };

type Props = { params: Promise<{ targetId: string }> };

export default async function TargetOptionsPage({ params }: Props) {
  const { stored, target, isNew } = await loadTarget((await params).targetId);
  const drawnFrom = describeSavedTarget(stored);
  return (
    <OptionsForm
      // What was saved is drawn afresh.
      key={drawnFrom}
      target={{
        id: stored.id,
        name: stored.name,
        overrides: formatTargetOptions(stored.overrides),
        scope: {
          groups: target.scope.groups.map(({ id, name }) => ({ id, name: name ?? "A group that is gone" })),
          roles: [...target.scope.roles],
          filter: target.scope.filter ?? "",
        },
        linked: target.figures.people.linked,
        isNew,
      }}
      saved={describeTargetPreset(stored.preset)}
      fields={listTargetOptionFields()}
      presets={listTargetPresetChoices()}
      drawnFrom={drawnFrom}
    />
  );
}
