import { expect, vi } from "vitest";
import { addCustomAttribute } from "@/lib/console/custom-attributes";
import { createAttributeInput } from "@/lib/console/testing/custom-attribute-input";
import type { JsonObject } from "@/lib/scim/json";
import type { EndpointFixture, TestClient } from "./endpoint-fixture";

export const badgeUrn = "urn:ietf:params:scim:schemas:extension:Badge:2.0:User";
export const teamUrn = "urn:acme:team-facts";

/** A value for every attribute of the badge. */
export const everything: JsonObject = {
  tag: "gold",
  code: "aB",
  remote: true,
  levels: [3, 7],
  share: 0.5,
  since: "2026-03-01T10:00:00+02:00",
  photo: "AAEC",
  page: "https://acme.example/ada",
  nicknames: ["Ada", "Countess"],
};

/** Defines one attribute, a text unless it is told otherwise, and waits until the endpoint knows it. */
export async function defineAttribute(
  fixture: EndpointFixture,
  client: TestClient,
  subdomain: string,
  urn: string,
  name: string,
  more: Parameters<typeof createAttributeInput>[2] = {},
): Promise<void> {
  const definition = createAttributeInput(urn, name, more);
  const added = await addCustomAttribute(fixture.database, { kind: "operator" }, subdomain, definition);
  if (!added.ok) throw new Error(added.message);
  const isKnown = async () =>
    expect((await fixture.send(client, "GET", `/Schemas/${urn}`)).text).toContain(`"name":"${name}"`);
  await vi.waitFor(isKnown, { timeout: 2_000 });
}

/** Defines attributes of every type for people, one for groups, and waits until the endpoint knows them. */
export async function defineBadge(fixture: EndpointFixture, client: TestClient, subdomain: string): Promise<void> {
  const definitions = [
    createAttributeInput(badgeUrn, "tag", { canonicalValues: ["Gold", "Silver"] }),
    createAttributeInput(badgeUrn, "code", { caseExact: true }),
    createAttributeInput(badgeUrn, "remote", { type: "boolean" }),
    createAttributeInput(badgeUrn, "levels", { type: "integer", multiValued: true }),
    createAttributeInput(badgeUrn, "share", { type: "decimal" }),
    createAttributeInput(badgeUrn, "since", { type: "dateTime" }),
    createAttributeInput(badgeUrn, "photo", { type: "binary" }),
    createAttributeInput(badgeUrn, "page", { type: "reference" }),
    createAttributeInput(badgeUrn, "nicknames", { multiValued: true }),
    createAttributeInput(teamUrn, "floor", { type: "integer", resourceType: "Group" }),
  ];
  for (const definition of definitions) {
    const added = await addCustomAttribute(fixture.database, { kind: "operator" }, subdomain, definition);
    if (!added.ok) throw new Error(added.message);
  }
  await vi.waitFor(async () => expect((await fixture.send(client, "GET", `/Schemas/${teamUrn}`)).status).toBe(200), {
    timeout: 2_000,
  });
}
