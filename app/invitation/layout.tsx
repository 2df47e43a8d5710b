import type { ReactNode } from "react";
import { NarrowPage } from "@/components/narrow-page";

export default function InvitationLayout({ children }: { children: ReactNode }) {
  return <NarrowPage>{children}</NarrowPage>;
}
