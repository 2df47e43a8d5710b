import type { Metadata, Viewport } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
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
  return (
    <html lang="en">
      <body className="font-sans antialiased">
        <div className="mx-auto flex min-h-dvh w-full max-w-2xl flex-col px-4 sm:px-6">
          <header className="border-b border-line py-3">
            <span className="font-semibold">Roster</span>
          </header>
          <main className="grow py-8">{children}</main>
        </div>
      </body>
    </html>
  );
}
