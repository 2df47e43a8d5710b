import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { groupSchemaUrn, scimMediaType, userSchemaUrn } from "@/lib/scim/urns";
import { group, holdTarget, patch, user } from "./hold-target";

const { start, call, create } = holdTarget();

/** authentik says what it sends even where it sends nothing. */
const headers = { accept: scimMediaType, "content-type": scimMediaType, "user-agent": "authentik@2026.2.0" };
const send = (method: string, path: string, body?: JsonObject) => call(method, path, body, headers);

const ada = {
  schemas: [userSchemaUrn],
  userName: "ada",
  name: { formatted: "Ada King Lovelace", givenName: "Ada", familyName: "King Lovelace" },
  displayName: "Ada King Lovelace",
  active: true,
  emails: [{ value: "ada@x.example", type: "other", primary: true }],
  externalId: "a".repeat(64),
};
const admins = { schemas: [groupSchemaUrn], displayName: "Admins", externalId: "0f6f1a9e" };

describe("authentik's provider, as it was seen on the wire", () => {
  it("provisions a person and a group, changes both, and takes them away", async () => {
    const target = await start({ patchNeedsSchemas: false });
    expect((await send("GET", "/ServiceProviderConfig")).body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 1_000 },
      filter: { supported: true },
      changePassword: { supported: true },
      sort: { supported: false },
      authenticationSchemes: [{ name: expect.any(String), description: expect.any(String) }, {}, {}],
    });
    const made = await send("POST", "/Users", ada);
    expect(made).toMatchObject({ status: 201, body: ada });
    const adaId = String((made.body as JsonObject).id);
    const single = { ...user("bo"), name: { givenName: "bo", familyName: " ", formatted: "bo " }, emails: [] };
    const boId = await create("/Users", single);

    const groupId = String(((await send("POST", "/Groups", admins)).body as JsonObject).id);
    const addOne = (value: string) => ({ op: "add", path: "members", value: [{ value }] });
    expect((await send("PATCH", `/Groups/${groupId}`, patch(addOne(adaId), addOne(boId)))).status).toBe(200);
    // A rename: one operation without a path, the whole group as its value, and no schemas around it.
    const renamed = { id: groupId, ...admins, displayName: "Owners" };
    expect(
      (await send("PATCH", `/Groups/${groupId}`, { Operations: [{ op: "replace", value: renamed }] })).status,
    ).toBe(200);
    expect((await send("GET", `/Groups/${groupId}`)).body).toMatchObject({
      displayName: "Owners",
      members: [{ value: adaId }, { value: boId }],
    });
    const removal = { op: "remove", path: `members[value eq "${boId}"]` };
    expect((await send("PATCH", `/Groups/${groupId}`, patch(removal))).status).toBe(200);

    const { emails: _, ...rest } = ada;
    const inactive = { ...rest, emails: [], active: false, id: adaId };
    expect((await send("PUT", `/Users/${adaId}`, inactive)).body).toMatchObject({ active: false });
    expect((await send("DELETE", `/Users/${boId}`)).status).toBe(204);
    const { active: __, ...unchanged } = rest;
    expect(target.snapshot()).toEqual({
      users: [{ ...unchanged, active: false }],
      groups: [{ ...admins, displayName: "Owners", members: ["ada"] }],
    });
    expect((await send("DELETE", `/Groups/${groupId}`)).status).toBe(204);
    expect(target.findDuplicates()).toEqual([]);
  });

  it("is told of a conflict, and finds who caused it", async () => {
    const target = await start();
    const id = target.byHand.create("User", { userName: "Ada" });
    expect(await send("POST", "/Users", ada)).toMatchObject({ status: 409, body: { scimType: "uniqueness" } });
    const found = await send("GET", `/Users?filter=${encodeURIComponent('userName eq "ada"')}`);
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id, userName: "Ada" }] });
    expect((await send("PUT", `/Users/${id}`, { ...ada, id })).status).toBe(200);
    expect(target.snapshot().users).toEqual([ada]);
  });

  it("loses everybody by its old removal, and is refused its rename by a strict server", async () => {
    const target = await start();
    const [one, two] = [await create("/Users", ada), await create("/Users", user("bo"))];
    const id = await create("/Groups", group("Admins", [one, two]));
    await send("PATCH", `/Groups/${id}`, patch({ op: "remove", path: "members", value: [{ value: one }] }));
    expect(target.find("Group", "admins")).not.toHaveProperty("members");
    const rename = { Operations: [{ op: "replace", value: { displayName: "Owners" } }] };
    expect(await send("PATCH", `/Groups/${id}`, rename)).toMatchObject({
      status: 400,
      body: { scimType: "invalidSyntax" },
    });
  });
});
