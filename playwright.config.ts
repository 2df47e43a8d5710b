import { defineConfig } from "@playwright/test";
import type { ServerName } from "./e2e/server-state";

const chromiumArguments = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  // Chromium's sandbox refuses to run as root.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

const chromium = {
  browserName: "chromium",
  launchOptions: {
    args: chromiumArguments,
    ...(process.env.ROSTER_TEST_CHROMIUM === undefined ? {} : { executablePath: process.env.ROSTER_TEST_CHROMIUM }),
  },
} as const;

export default defineConfig<object, { serverName: ServerName }>({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/global-setup.ts",
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  workers: 2,
  timeout: 60_000,
  // A page that a form leads to may take its time on a machine that is busy with other things.
  expect: { timeout: 15_000 },
  reporter: "list",
  projects: [
    // The same protocol suites on both mounts of the SCIM endpoint.
    { name: "direct", testMatch: "scim/**/*.spec.ts", use: { serverName: "direct" } },
    // A crash of the process is the same behind either: it is tested once.
    {
      name: "next-route",
      testMatch: "scim/**/*.spec.ts",
      testIgnore: "scim/crash.spec.ts",
      use: { serverName: "next-route" },
    },
    // Starting and stopping, on servers of their own.
    { name: "process", testMatch: "process/**/*.spec.ts", use: { serverName: "console" } },
    // Setting up retires all owners there are: on a server of its own.
    { name: "setup", testMatch: "console/setup.spec.ts", use: { ...chromium, serverName: "setup" } },
    {
      name: "console",
      testMatch: "console/**/*.spec.ts",
      testIgnore: "console/setup.spec.ts",
      use: { ...chromium, serverName: "console" },
    },
  ],
});
