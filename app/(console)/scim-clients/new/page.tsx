import type { Metadata } from "next";
import { Link } from "@/components/link";
import { PageHeading } from "@/components/page-heading";
import { requireAccess } from "@/lib/console/access";
import { describeConfirmation } from "@/lib/console/confirm-password";
import { findProvider, suggestClientName } from "@/lib/console/connect-scim-client";
import { describePreset, listOptionFields } from "@/lib/console/option-fields";
import { isPermitted } from "@/lib/console/permissions";
import { ConnectForm } from "./connect-form";
import { ProviderChoice } from "./provider-choice";

export const metadata: Metadata = { title: "Connect an identity provider" };

type Props = { searchParams: Promise<{ provider?: string | string[] }> };

export default async function ConnectPage({ searchParams }: Props) {
  const access = await requireAccess("scimClients.write");
  const { provider: wanted } = await searchParams;
  const provider = findProvider(typeof wanted === "string" ? wanted : undefined);
  if (provider === undefined) {
    return (
      <>
        <Step number={1} />
        <PageHeading title="Connect an identity provider">
          Which one keeps your people? It sends them here from then on, and takes them away again.
        </PageHeading>
        <ProviderChoice />
      </>
    );
  }
  const preset = describePreset(provider.preset);
  return (
    <>
      <Step number={2} />
      <PageHeading title={`Connect ${preset.preset === "generic" ? "an identity provider" : provider.name}`}>
        The choices below are what works for most. Each can be changed later, and holds from the next request on.{" "}
        <Link href="/scim-clients/new">Choose another identity provider</Link>
      </PageHeading>
      <ConnectForm
        preset={preset}
        suggestedName={await suggestClientName(access, provider)}
        fields={listOptionFields()}
        mayRaise={isPermitted(access.person.role, "scimClients.raiseHighestRole")}
        confirmation={describeConfirmation(access)}
      />
    </>
  );
}

function Step({ number }: { number: 1 | 2 }) {
  return (
    <p className="mb-1 text-[0.8125rem] text-muted">
      <Link href="/scim-clients">SCIM clients</Link> · Step {number} of 3
    </p>
  );
}
