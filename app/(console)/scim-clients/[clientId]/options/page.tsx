import type { Metadata } from "next";
import { requireAccess } from "@/lib/console/access";
import { describeConfirmation } from "@/lib/console/confirm-password";
import { openScimClient } from "@/lib/console/open-scim-client";
import { describePreset, formatOverrides, listOptionFields, listPresetChoices } from "@/lib/console/option-fields";
import { isPermitted } from "@/lib/console/permissions";
import { describeSavedOptions } from "@/lib/console/save-client-options";
import { OptionsForm } from "./options-form";

export const metadata: Metadata = { title: "Options" };

type Props = { params: Promise<{ clientId: string }> };

export default async function OptionsPage({ params }: Props) {
  const access = await requireAccess("scimClients.read");
  const client = await openScimClient(access, (await params).clientId);
  const drawnFrom = describeSavedOptions(client);
  return (
    <OptionsForm
      // What was saved is drawn afresh.
      key={`${client.name} ${drawnFrom}`}
      client={{ id: client.id, name: client.name, overrides: formatOverrides(client.overrides) }}
      saved={describePreset(client.preset)}
      fields={listOptionFields()}
      presets={listPresetChoices()}
      drawnFrom={drawnFrom}
      mayRaise={isPermitted(access.person.role, "scimClients.raiseHighestRole")}
      confirmation={describeConfirmation(access)}
    />
  );
}
