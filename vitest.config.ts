import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const outsideOurCode = ["**/node_modules/**", "**/dist/**", "**/.next/**", "bench/node_modules/**"];

export default defineConfig({
  resolve: { alias: { "@": root.replace(/\/$/, "") } },
  // `import "server-only"` throws unless the condition under which Next.js bundles server code is set.
  ssr: { resolve: { conditions: ["react-server"], externalConditions: ["react-server"] } },
  test: {
    // Most tests wait for the database: on two cores, one file at a time would leave them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: [...outsideOurCode, "**/*.db.test.ts"],
          // They share no state, so a process that has loaded the code once runs file after file with it.
          isolate: false,
          // The laws run a thousand cases each, also on a machine that is busy with other things.
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: outsideOurCode,
          globalSetup: ["lib/db/testing/start-test-server.ts"],
          // Each file has a database of its own and none relies on what a module keeps. Loading them once saves a quarter of the time.
          isolate: false,
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
