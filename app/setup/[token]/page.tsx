import type { Metadata } from "next";
import { isSetupLinkUsable } from "@/lib/console/setup-page";
import { Setup } from "./setup";

export const metadata: Metadata = { title: "Set up" };

export default async function SetupPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  return <Setup token={token} isLinkUsable={await isSetupLinkUsable(token)} />;
}
