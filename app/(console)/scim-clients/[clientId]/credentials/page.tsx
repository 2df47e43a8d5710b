import type { Metadata } from "next";
import { requireAccess } from "@/lib/console/access";
import { describeCredentials } from "@/lib/console/credentials-page";
import { openScimClient } from "@/lib/console/open-scim-client";
import { listScopes } from "@/lib/console/scopes-page";
import { AccessForm } from "./access-form";
import { SecretSection } from "./secret-section";
import { TokenSection } from "./token-section";
import { TrustSection } from "./trust-section";

export const metadata: Metadata = { title: "Credentials" };

type Props = { params: Promise<{ clientId: string }> };

export default async function CredentialsPage({ params }: Props) {
  const access = await requireAccess("scimClients.read");
  const client = await openScimClient(access, (await params).clientId);
  const now = new Date();
  const credentials = await describeCredentials(access, client, now);
  const shown = { id: client.id, name: client.name, providerName: client.providerName };
  const scopes = listScopes();
  return (
    <div className="space-y-10">
      <TokenSection
        client={shown}
        clientScopes={scopes.filter(({ scope }) => client.scopes.includes(scope))}
        tokens={credentials.tokens}
        tokenField={credentials.tokenField}
        testAdvice={credentials.testAdvice}
        now={now.toISOString()}
      />
      <AccessForm
        client={shown}
        scopes={scopes}
        chosenScopes={client.scopes}
        allowedAddresses={client.allowedAddresses}
        tokenLifetimeMinutes={client.tokenLifetimeMinutes}
        lastAddress={credentials.tokens.find(({ lastUse }) => lastUse !== undefined)?.lastUse?.address ?? undefined}
      />
      <SecretSection
        client={shown}
        secrets={credentials.secrets}
        tokenUrl={credentials.tokenUrl}
        tokenLifetimeMinutes={client.tokenLifetimeMinutes}
        now={now.toISOString()}
      />
      <TrustSection client={shown} trusts={credentials.trusts} now={now.toISOString()} />
    </div>
  );
}
