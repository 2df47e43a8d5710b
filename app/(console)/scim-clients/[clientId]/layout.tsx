import type { ReactNode } from "react";
import { Tabs } from "@/components/tabs";
import { requireAccess } from "@/lib/console/access";
import { openScimClient } from "@/lib/console/open-scim-client";
import { ClientHeader } from "./client-header";

type Props = { children: ReactNode; params: Promise<{ clientId: string }> };

/** What stands over every page of a SCIM client. It guards nothing: each page asks for its own access. */
export default async function ScimClientLayout({ children, params }: Props) {
  const access = await requireAccess("scimClients.read");
  const client = await openScimClient(access, (await params).clientId);
  const base = `/scim-clients/${client.id}`;
  return (
    <>
      <ClientHeader {...client} />
      <Tabs
        name={client.name}
        tabs={[
          { href: base, name: "Overview" },
          { href: `${base}/setup`, name: "Setup" },
          { href: `${base}/credentials`, name: "Credentials" },
          { href: `${base}/options`, name: "Options" },
          { href: `${base}/activity`, name: "Activity" },
          { href: `${base}/danger`, name: "Danger" },
        ]}
      />
      <div className="mt-6">{children}</div>
    </>
  );
}
