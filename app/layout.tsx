import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { isTheme, themeCookie } from "@/components/theme";
import { TimeZone } from "@/components/time-zone";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Roster", template: "%s · Roster" },
  description: "A SCIM 2.0 provisioning server",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Rendered for each request, because each has its own nonce in the content security policy.
  await connection();
  const known = await cookies();
  const theme = known.get(themeCookie)?.value;
  return (
    <html lang="en" data-theme={isTheme(theme) ? theme : undefined}>
      <body className="font-sans antialiased">
        <TimeZone remembered={known.get("roster.timezone")?.value}>{children}</TimeZone>
      </body>
    </html>
  );
}
