import type { ReactNode } from "react";
import { ConsoleChrome } from "@/components/console-chrome";
import { describeChrome } from "@/lib/console/chrome";

/** The frame of the console. It guards nothing: each page asks for its own access. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const chrome = await describeChrome();
  return chrome === undefined ? children : <ConsoleChrome {...chrome}>{children}</ConsoleChrome>;
}
