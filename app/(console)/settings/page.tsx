import type { Metadata } from "next";
import { PageHeading } from "@/components/page-heading";
import { requireAccess } from "@/lib/console/access";
import { viewSettings } from "@/lib/console/settings-view";
import { ConsolePeople } from "./console-people";
import { SettingsForm } from "./settings-form";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { subdomain, settings, people, mayChange } = await viewSettings(await requireAccess("organization.read"));
  return (
    <>
      <PageHeading title="Settings">
        {subdomain === ""
          ? "The organization of the root domain."
          : `The organization with the subdomain ${subdomain}.`}
      </PageHeading>
      <SettingsForm settings={settings} mayChange={mayChange} />
      <ConsolePeople people={people} />
    </>
  );
}
