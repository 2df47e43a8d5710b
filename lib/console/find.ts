import { findAnything, findByExternalId, findById } from "@/lib/db/find-anything";
import { isUuid } from "@/lib/db/uuid";
import { accessTokenPrefix, clientSecretPrefix } from "@/lib/secrets";
import type { Access } from "./access";

/** Something that can be gone to. */
export type Found = {
  readonly href: string;
  readonly name: string;
  readonly kind: string;
  /** What the fields of forms take for it: a person's userName, a group's name. */
  readonly value?: string;
};

const ofEachKind = 6;
const longestText = 200;

const places = {
  person: { path: "/people", kind: "person" },
  group: { path: "/groups", kind: "group" },
  scimClient: { path: "/scim-clients", kind: "SCIM client" },
  stream: { path: "/streams", kind: "stream" },
  request: { path: "/activity", kind: "request" },
} as const;

/** What is answered in place of a search for an access token or client secret: secrets are looked for nowhere. */
const secretHint: Found = {
  href: "/scim-clients",
  name: "This is an access token or client secret, so it was not searched for. If others saw it, rotate it under Credentials.",
  kind: "hint",
};

/**
 * What of the organization a text names: people, groups, SCIM clients and streams by parts of their names, those and requests
 * by their ids, people and groups by an external id.
 */
export async function findInOrganization({ database, organization }: Access, text: string): Promise<readonly Found[]> {
  const wanted = text.trim().slice(0, longestText);
  if (wanted === "") return [];
  if (wanted.includes(accessTokenPrefix) || wanted.includes(clientSecretPrefix)) return [secretHint];
  const id = wanted.toLowerCase();
  const [known, external, named] = await Promise.all([
    isUuid(id) ? findById(database, organization.id, id) : [],
    findByExternalId(database, organization.id, wanted),
    isUuid(id) ? [] : findAnything(database, organization.id, wanted, ofEachKind),
  ]);
  const found = [...known, ...external, ...named].map((row): Found => {
    const { path, kind } = places[row.kind];
    const value = row.kind === "person" ? row.note : row.name;
    return { href: `${path}/${row.id}`, name: row.note === "" ? row.name : `${row.name}, ${row.note}`, kind, value };
  });
  return [...new Map(found.map((one) => [one.href, one])).values()];
}
