import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Where the pages of the console and what they fetch are. */
const folders = ["app/(console)", "app/api"];
/** Open to everybody on purpose: signing in, whether the server lives, and what knows its caller by CRON_SECRET. */
const open = ["app/api/auth/", "app/api/health/", "app/api/ready/", "app/api/cron/"];

/** What stands in an address for a thing of an organization: "[clientId]" and its kind. */
export type Ids = Readonly<Record<string, string>>;

export type Address = { readonly path: string; readonly kind: "page" | "route"; readonly names: readonly string[] };

/** Every address of the console as the files have it, with the names of the ids in it: "/people/[userId]". */
export function listAddresses(): readonly Address[] {
  return folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => path.posix.join(folder, file)),
    )
    .filter((file) => /\/(page\.tsx|route\.ts)$/.test(file) && !open.some((prefix) => file.startsWith(prefix)))
    .map((file) => {
      const address = file
        .replace(/^app/, "")
        .replace(/\/\([^)]*\)/g, "")
        .replace(/\/(page\.tsx|route\.ts)$/, "");
      const names = Array.from(address.matchAll(/\[(\w+)\]/g), ([, name = ""]) => name);
      return { path: address === "" ? "/" : address, kind: file.endsWith("page.tsx") ? "page" : "route", names };
    });
}

/** The address with these ids in it. @throws when it names an id that is not given */
export function fillIn(address: Pick<Address, "path">, ids: Ids): string {
  return address.path.replace(/\[(\w+)\]/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`No id is known for [${name}] in ${address.path}.`);
    return id;
  });
}

export type ServerAction = { readonly id: string; readonly name: string; readonly file: string; readonly page: string };

/** Every server action as the build knows it: what anybody can call who knows its number. */
export function listServerActions(): readonly ServerAction[] {
  const { node }: { node: Record<string, { workers: object; filename: string; exportedName: string }> } = JSON.parse(
    readFileSync(".next/server/server-reference-manifest.json", "utf8"),
  );
  return Object.entries(node).map(([id, { workers, filename, exportedName }]) => {
    const [worker = ""] = Object.keys(workers);
    const page = worker
      .replace(/^app/, "")
      .replace(/\/\([^)]*\)/g, "")
      .replace(/\/page$/, "");
    return { id, name: exportedName, file: filename, page: page === "" ? "/" : page };
  });
}
