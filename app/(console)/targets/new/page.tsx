import type { Metadata } from "next";
import { Link } from "@/components/link";
import { PageHeading } from "@/components/page-heading";
import { requireAccess } from "@/lib/console/access";
import { listTargetOptionFields, listTargetPresetChoices } from "@/lib/console/targets/option-fields";
import { listTargets } from "@/lib/console/targets/view-target";
import { ConnectForm } from "./connect-form";
import { PresetChoice } from "./preset-choice";

export const metadata: Metadata = { title: "Connect a target" };

/** The options that one decides before anybody is provisioned; the others are on the page of the target's options. */
const asked = ["groups", "includeGuests", "deprovision", "deleteAfterDays"];

type Props = { searchParams: Promise<{ preset?: string | string[] }> };

export default async function ConnectTargetPage({ searchParams }: Props) {
  const { database, organization } = await requireAccess("targets.write");
  const { preset: wanted } = await searchParams;
  const preset = listTargetPresetChoices().find((choice) => choice.preset === wanted);
  if (preset === undefined) {
    return (
      <>
        <Step number={1} />
        <PageHeading title="Connect a target">Which application is to have your people and groups?</PageHeading>
        <PresetChoice />
      </>
    );
  }
  const targets = await listTargets(database, organization.subdomain);
  const names = targets.ok ? targets.value.map(({ name }) => name.toLowerCase()) : [];
  const isGeneric = preset.preset === "generic";
  return (
    <>
      <Step number={2} />
      <PageHeading title={`Connect ${isGeneric ? "a target" : preset.name}`}>
        Everything here can be changed later. <Link href="/targets/new">Choose another application</Link>
      </PageHeading>
      <ConnectForm
        key={preset.preset}
        preset={preset}
        suggestedName={isGeneric ? "" : suggestName(preset.name, names)}
        fields={listTargetOptionFields().filter(({ name }) => asked.includes(name))}
      />
    </>
  );
}

/** The product's name, or the first one with a number that is free. */
function suggestName(product: string, taken: readonly string[]): string {
  const names = [product, ...Array.from(taken, (_, index) => `${product} ${index + 2}`)];
  return names.find((name) => !taken.includes(name.toLowerCase())) ?? product;
}

function Step({ number }: { number: 1 | 2 }) {
  return (
    <p className="mb-1 text-[0.8125rem] text-muted">
      <Link href="/targets">Targets</Link> · Step {number} of 3
    </p>
  );
}
