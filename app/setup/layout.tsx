import type { ReactNode } from "react";
import { NarrowPage } from "@/components/narrow-page";

export default function SetupLayout({ children }: { children: ReactNode }) {
  return <NarrowPage>{children}</NarrowPage>;
}
