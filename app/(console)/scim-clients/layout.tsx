import type { ReactNode } from "react";
import { SecretSheet } from "./secret-sheet";

/** Keeps a new secret in the browser's memory from the form that made it to the page that comes next. */
export default function ScimClientsLayout({ children }: { children: ReactNode }) {
  return <SecretSheet>{children}</SecretSheet>;
}
