import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

/**
 * Who may import whom. Default deny: what this table does not name is refused, and so is a file that belongs to no room.
 *
 * A name ending in `/` is a folder, any other one file (without extension). The most specific name wins. Rooms stand
 * from top to bottom, and a room may only be given rooms that stand below it.
 */
type Room = {
  readonly name: string;
  /** Rooms it may import, itself aside. */
  readonly rooms: readonly string[];
  /** Rooms of which it may import types. */
  readonly typesOf?: readonly string[];
  /** Packages it may import; `node:*` stands for every built-in module. */
  readonly packages: readonly string[];
  /** Whether it may import modules whose names it puts together, which this test cannot follow. */
  readonly computesNames?: true;
  /** What its tests (`*.test.ts`, `testing/`) may import besides: one level more, never everything. */
  readonly tests?: { readonly rooms?: readonly string[]; readonly packages?: readonly string[] };
};

const beside = ["lib/env", "lib/secrets", "lib/log"];
const testTools = ["vitest", "fast-check", "node:*"];

/** The target that the tests of every room speak to, those of the end-to-end suites too. */
const fakeTarget = ["lib/http/testing/fake-target", "lib/http/testing/fake-target/"];

const table: readonly Room[] = [
  // Single files at the root, which tools look for there.
  { name: "lib/architecture.test", rooms: [], packages: ["vitest", "node:*"] },
  { name: "next.config", rooms: [], packages: ["next", "node:*"] },
  { name: "postcss.config", rooms: [], packages: [] },
  { name: "vitest.config", rooms: [], packages: ["vitest", "node:*"] },
  { name: "playwright.config", rooms: ["e2e/"], packages: ["@playwright/test", "node:*"] },
  { name: "prisma.config", rooms: [], packages: ["prisma"] },
  { name: "proxy", rooms: ["lib/env"], packages: ["next"] },

  // End-to-end suites and measurements speak to the server from outside; scripts of the developer's.
  {
    name: "e2e/",
    // Of the command line what its tests run it by: they run it in their own process.
    rooms: ["cli/", "lib/console/", "lib/db/", "lib/scim/", ...fakeTarget],
    packages: [
      "@playwright/test",
      "@axe-core/playwright",
      "@sparticuz/chromium",
      "fast-check",
      "oidc-provider",
      "zod",
      "node:*",
    ],
    tests: { packages: ["vitest"] },
  },
  {
    name: "bench/",
    rooms: ["lib/db/", "lib/directory/", "lib/http/", "lib/scim/"],
    packages: ["pg", "node:*"],
    tests: { packages: ["vitest"] },
  },
  {
    name: "bench/peers/",
    rooms: [],
    packages: ["@boxyhq/saml-jackson", "express", "scimmy", "scimmy-routers", "node:*"],
  },
  { name: "prisma/", rooms: ["lib/db/"], packages: ["node:*"] },

  // Shells.
  {
    name: "app/",
    rooms: ["components/", "lib/console/", "lib/http/", "lib/auth/", ...beside],
    packages: ["next", "next-auth", "react", "lucide-react", "cmdk", "zod"],
  },
  {
    name: "components/",
    rooms: [],
    typesOf: ["lib/console/", "lib/explain/", "lib/scim/"],
    packages: ["next", "react", "lucide-react", "cmdk"],
  },
  {
    name: "worker/",
    rooms: ["server/", "lib/http/", "lib/db/", ...beside],
    packages: ["node:*"],
    tests: { packages: testTools },
  },
  // What `npm start` and `npm test` run before anything is installed: nothing but Node itself.
  { name: "server/launch", rooms: ["server/prepare"], packages: ["node:*"], computesNames: true },
  { name: "server/prepare", rooms: ["server/prepare-lock", "server/run-step"], packages: ["node:*"] },
  { name: "server/prepare-lock", rooms: [], packages: ["node:*"] },
  { name: "server/run-step", rooms: [], packages: ["node:*"] },
  { name: "server/build", rooms: [], packages: ["esbuild", "node:*"] },
  {
    name: "server/",
    rooms: ["lib/console/", "lib/http/", "lib/auth/", "lib/db/", ...beside],
    packages: ["next", "@hono/node-server", "node:*"],
    tests: { rooms: fakeTarget, packages: testTools },
  },
  {
    name: "cli/",
    rooms: [
      "lib/console/",
      "lib/http/",
      "lib/db/",
      "lib/walkthroughs/",
      "lib/directory/",
      "lib/provisioning/",
      ...beside,
    ],
    packages: ["commander", "zod", "node:*"],
    tests: { rooms: fakeTarget, packages: [...testTools, "uuid"] },
  },

  // Adapters.
  {
    name: "lib/console/",
    rooms: [
      "lib/auth/",
      "lib/db/",
      "lib/explain/",
      "lib/walkthroughs/",
      "lib/directory/",
      "lib/provisioning/",
      "lib/scim/",
      ...beside,
    ],
    packages: ["@node-rs/argon2", "csv-stringify", "next", "uuid", "zod", "node:*"],
    tests: { rooms: ["lib/http/", ...fakeTarget], packages: testTools },
  },
  {
    name: "lib/http/",
    rooms: [
      "lib/db/",
      "lib/explain/",
      "lib/walkthroughs/",
      "lib/directory/",
      "lib/provisioning/",
      "lib/scim/",
      ...beside,
    ],
    packages: ["jose", "rate-limiter-flexible", "uuid", "zod", "node:*"],
    tests: { rooms: ["lib/console/", ...fakeTarget], packages: [...testTools, "esbuild"] },
  },
  {
    name: "lib/auth/",
    rooms: ["lib/db/", "lib/directory/", "lib/scim/", ...beside],
    packages: ["next", "next-auth", "rate-limiter-flexible", "react", "zod", "node:*"],
    tests: { packages: testTools },
  },

  // Persistence: the only room that speaks to the database.
  {
    name: "lib/db/",
    rooms: ["lib/db/generated/", "lib/directory/", "lib/provisioning/", "lib/scim/", ...beside],
    // The words of the request log, which is explained in them.
    typesOf: ["lib/explain/"],
    packages: ["pg", "@prisma/*", "uuid", "zod", "node:*"],
    tests: { rooms: ["lib/http/", "lib/console/", ...fakeTarget], packages: testTools },
  },
  { name: "lib/db/generated/", rooms: [], packages: ["@prisma/*", "node:*"] },
  { name: "lib/env", rooms: [], packages: ["zod", "node:*"], tests: { packages: testTools } },
  { name: "lib/secrets", rooms: [], packages: ["@node-rs/argon2", "node:*"], tests: { packages: testTools } },
  { name: "lib/log", rooms: [], packages: ["node:*"], tests: { packages: testTools } },

  // What is said about requests, and how identity providers are set up: pure.
  {
    name: "lib/walkthroughs/",
    rooms: ["lib/explain/", "lib/directory/", "lib/scim/"],
    packages: [],
    tests: { packages: testTools },
  },
  { name: "lib/explain/", rooms: ["lib/directory/", "lib/scim/"], packages: [], tests: { packages: testTools } },

  // Domain.
  {
    name: "lib/provisioning/",
    rooms: ["lib/directory/", "lib/scim/"],
    packages: ["@marcbachmann/cel-js", "zod"],
    tests: { rooms: ["lib/db/", ...fakeTarget], packages: testTools },
  },
  {
    name: "lib/directory/",
    rooms: ["lib/scim/"],
    packages: ["ipaddr.js", "zod"],
    tests: { rooms: ["lib/db/"], packages: testTools },
  },

  // A service provider for tests. It knows the protocol and nothing else of ours: an error of our endpoint is none of its own.
  {
    name: "lib/http/testing/fake-target",
    rooms: ["lib/http/testing/fake-target/", "lib/scim/"],
    packages: ["node:*"],
    tests: { rooms: ["lib/http/"], packages: testTools },
  },
  {
    name: "lib/http/testing/fake-target/",
    rooms: ["lib/scim/"],
    packages: ["node:*"],
    tests: { rooms: ["lib/http/testing/fake-target"], packages: testTools },
  },

  // The protocol: pure.
  { name: "lib/scim/", rooms: [], packages: [], tests: { packages: [...testTools, "scim2-parse-filter"] } },
];

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const ignoredFolders = new Set(["node_modules", ".next", "dist", ".git", ".roster", "generated", "test-results"]);
const sourceFile = /\.(?:[cm]?tsx?|[cm]?jsx?)$/;

function listSourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ignoredFolders.has(entry.name) ? [] : listSourceFiles(path);
    return sourceFile.test(entry.name) && entry.name !== "next-env.d.ts"
      ? [relative(root, path).split(sep).join("/")]
      : [];
  });
}

function isTest(path: string): boolean {
  return /\.test(\.[cm]?[jt]sx?)?$/.test(path) || path.includes("/testing/");
}

/** The room of a file or of an imported module; the most specific name wins. */
function findRoom(path: string): Room | undefined {
  const withoutExtension = path.replace(sourceFile, "");
  return table
    .filter(({ name }) =>
      name.endsWith("/")
        ? path.startsWith(name)
        : withoutExtension === name || withoutExtension.replace(/(\.db)?\.test$/, "") === name,
    )
    .sort((a, b) => b.name.length - a.name.length)[0];
}

type Import = { readonly specifier: string; readonly typeOnly: boolean };

/**
 * Every module a source names: static, dynamic and type-only ones, re-exports, CommonJS. It reads the text
 * and may take a comment for an import; it is held against missing one.
 */
function readImports(source: string): Import[] {
  const statements =
    /(?:^|;)[ \t]*(?:import|export)\b\s*(type\b\s*)?(?:[\w$*{][^;"'`()=]*?\bfrom\s*)?["']([^"'\n]+)["']/gm;
  const calls = /\b(?:import|require|require\.resolve)\s*\(\s*(?:\/\*[^*]*\*\/\s*)?(?:(["'`])([^"'`\n$]*)\1)?/g;
  return [
    ...Array.from(source.matchAll(statements), (match) => ({
      specifier: match[2] ?? "",
      typeOnly: match[1] !== undefined,
    })),
    ...Array.from(source.matchAll(calls), (match) => ({ specifier: match[2] ?? "", typeOnly: false })),
  ];
}

/** `@/lib/x` and `../x` as a path below the root; undefined for a package. */
function resolveInside(importer: string, specifier: string): string | undefined {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  if (specifier.startsWith(".")) return posix.join(posix.dirname(importer), specifier);
  return undefined;
}

function isAllowedPackage(specifier: string, allowed: readonly string[]): boolean {
  return allowed.some((name) =>
    name.endsWith("*")
      ? specifier.startsWith(name.slice(0, -1))
      : specifier === name || specifier.startsWith(`${name}/`),
  );
}

/** What is wrong with the imports of one file, each a sentence. */
function findViolations(path: string, source: string): string[] {
  const room = findRoom(path);
  if (room === undefined) return [`${path} belongs to no room: add it to the table in lib/architecture.test.ts`];
  const inTest = isTest(path);
  const rooms = [room.name, ...room.rooms, ...(inTest ? (room.tests?.rooms ?? []) : [])];
  const packages = [...room.packages, ...(inTest ? (room.tests?.packages ?? []) : [])];

  return readImports(source).flatMap(({ specifier, typeOnly }) => {
    if (specifier === "") return room.computesNames ? [] : [`${path} imports a module whose name is not written out`];
    const target = resolveInside(path, specifier);
    if (target === undefined) {
      return isAllowedPackage(specifier, packages)
        ? []
        : [`${room.name} may not import the package ${specifier} (${path})`];
    }
    if (isTest(target) && !inTest && room.name !== "e2e/") return [`${path} imports test code: ${specifier}`];
    const targetRoom = findRoom(target);
    if (targetRoom === undefined) return [`${path} imports ${specifier}, which belongs to no room`];
    if (rooms.includes(targetRoom.name)) return [];
    if (typeOnly && room.typesOf?.includes(targetRoom.name)) return [];
    return [`${room.name} may not import ${targetRoom.name} (${path}: ${specifier})`];
  });
}

describe("architecture", () => {
  const files = listSourceFiles(root);

  test("every file belongs to a room and imports only what its room may", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.flatMap((path) => findViolations(path, readFileSync(join(root, path), "utf8")))).toEqual([]);
  });

  test("only the link that fetches nothing in advance uses Next's", () => {
    const users = files.filter((path) => readFileSync(join(root, path), "utf8").includes('from "next/link"'));
    expect(users.filter((path) => path !== "lib/architecture.test.ts")).toEqual(["components/link.tsx"]);
  });

  test("the table itself points down", () => {
    const names = table.map(({ name }) => name);
    const upward = table.flatMap(({ name, rooms, typesOf = [] }) =>
      [...rooms, ...typesOf]
        .filter((below) => names.indexOf(below) <= names.indexOf(name))
        .map((below) => [name, below]),
    );
    expect(upward).toEqual([]);
  });
});

describe("a planted violation is caught", () => {
  // The keyword is put in so that this file does not import what it plants.
  const dynamic = "import";
  test.each([
    ["an alias", "lib/scim/x.ts", 'import { a } from "@/lib/directory/role";'],
    ["a relative path", "lib/scim/filter/x.ts", 'import { a } from "../../db/pool";'],
    ["a path out of the house", "lib/scim/x.ts", 'import { a } from "../../../elsewhere";'],
    ["a type", "lib/directory/x.ts", 'import type { A } from "@/lib/db/pool";'],
    ["several lines", "lib/directory/x.ts", 'import {\n  a,\n  type B,\n} from "@/lib/db/pool";'],
    ["a side effect", "lib/directory/x.ts", 'import "@/lib/log";'],
    ["a re-export", "lib/db/x.ts", 'export { a } from "@/lib/http/health";'],
    ["a re-export of everything", "lib/db/x.ts", 'export * from "../http/health";'],
    ["a re-export of types", "lib/db/x.ts", 'export type { A } from "@/lib/console/overview";'],
    ["a dynamic import", "lib/http/x.ts", `const a = await ${dynamic}("@/lib/console/overview");`],
    ["a type taken by a dynamic import", "lib/http/x.ts", `type Pool = ${dynamic}("pg").Pool;`],
    ["a name that is not written out", "lib/http/x.ts", `await ${dynamic}(name);`],
    ["a name put together", "lib/http/x.ts", `await ${dynamic}(\`./\${name}\`);`],
    ["require", "lib/http/x.ts", `const pg = ${"require"}("pg");`],
    ["a package", "lib/scim/x.ts", 'import { z } from "zod";'],
    ["a built-in module", "lib/scim/x.ts", 'import { createHash } from "node:crypto";'],
    ["Prisma outside lib/db", "lib/console/x.ts", 'import { Prisma } from "@prisma/client";'],
    ["the generated client outside lib/db", "cli/x.ts", 'import { PrismaClient } from "@/lib/db/generated/client";'],
    ["a neighbour", "lib/http/x.ts", 'import { a } from "@/lib/console/overview";'],
    ["a query in a page", "app/page.tsx", 'import { a } from "@/lib/db/users";'],
    ["code where only types may go", "components/x.tsx", 'import { a } from "@/lib/console/overview";'],
    ["the environment below lib/db", "lib/directory/x.ts", 'import { env } from "@/lib/env";'],
    ["a dependency before it is installed", "server/launch.mjs", 'import { z } from "zod";'],
    ["test code in the product", "lib/db/x.ts", 'import { a } from "./testing/test-database";'],
    ["two levels more in a test", "lib/scim/x.test.ts", 'import { a } from "@/lib/db/pool";'],
    ["a room nobody listed", "lib/services/x.ts", "export const a = 1;"],
    ["a file nobody listed", "lib/utils.ts", "export const a = 1;"],
  ])("%s", (_name, path, source) => {
    expect(findViolations(path, source)).toHaveLength(1);
  });

  test.each([
    ["its own room", "lib/scim/filter/x.ts", 'import { a } from "../json";'],
    ["a room below", "lib/db/x.ts", 'import type { A } from "@/lib/scim/json";'],
    ["a package of the room", "lib/db/x.ts", 'import { Pool } from "pg";'],
    ["a type where types may go", "components/x.tsx", 'import type { A } from "@/lib/console/overview";'],
    ["one level more in a test", "lib/directory/x.db.test.ts", 'import { a } from "@/lib/db/directory-store";'],
    ["words that only look like one", "lib/scim/x.ts", 'export const from = Array.from("zod");\n// from "zod"'],
  ])("and allowed: %s", (_name, path, source) => {
    expect(findViolations(path, source)).toEqual([]);
  });
});
