import type { Metadata } from "next";
import { requireAccess } from "@/lib/console/access";
import { describeSetup } from "@/lib/console/client-setup/describe-setup";
import { openScimClient } from "@/lib/console/open-scim-client";
import { Setup } from "./setup";

type Props = {
  params: Promise<{ clientId: string }>;
  searchParams: Promise<{ step?: string | string[]; place?: string | string[] }>;
};

export const metadata: Metadata = { title: "Setup" };

export default async function SetupPage({ params, searchParams }: Props) {
  const access = await requireAccess("scimClients.read");
  const client = await openScimClient(access, (await params).clientId);
  const { step, place } = await searchParams;
  const view = await describeSetup(access, client, place === "sandbox" ? "sandbox" : "client");
  return <Setup initial={view} wantedStep={typeof step === "string" ? step : undefined} />;
}
