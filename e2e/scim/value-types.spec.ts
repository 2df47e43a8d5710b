import type { JsonObject } from "@/lib/scim/json";
import { expect, test } from "../fixtures";
import { createGroup, createUser, get, groupBody, idOf, patch, post, put, userBody } from "./exchange";
import { expectScimError } from "./expectations";
import { enterpriseUrn } from "./urns";

const wrongTypes: readonly (readonly [string, JsonObject])[] = [
  ["a number for userName", { userName: 5 }],
  ["an object for userName", { userName: {} }],
  ["an array for userName", { userName: ["a", "b"] }],
  ["a boolean for userName", { userName: true }],
  ["a string for name", { name: "Ada Lovelace" }],
  ["a number for name.givenName", { name: { givenName: 5 } }],
  ["an object for name.givenName", { name: { givenName: { value: "x" } } }],
  ["a number for title", { title: 5 }],
  ["an object for title", { title: { value: "x" } }],
  ["words for active", { active: "yes" }],
  ["a number for active", { active: 1 }],
  ["an object for active", { active: {} }],
  ["a number for emails", { emails: 5 }],
  ["numbers in emails", { emails: [5] }],
  ["a number for emails.value", { emails: [{ value: 5 }] }],
  ["words for primary", { emails: [{ value: "a@b.example", primary: "yes" }] }],
  ["a number for profileUrl", { profileUrl: 5 }],
  ["a line break for profileUrl", { profileUrl: "\n" }],
  ["a control character in a photo's address", { photos: [{ value: "https://example.com/\u001b" }] }],
  ["what is not base64 for a certificate", { x509Certificates: [{ value: "*** not base64 ***" }] }],
  ["a number for externalId", { externalId: 5 }],
  ["a string for the extension", { [enterpriseUrn]: "x" }],
  ["a number for a department", { [enterpriseUrn]: { department: 5 } }],
  ["a number for schemas", { schemas: 5 }],
];

for (const [what, attributes] of wrongTypes) {
  test(`C-09 ${what} is a 400 in POST, PUT and PATCH`, async ({ scim }) => {
    const user = await createUser(scim, { title: "x" });
    const path = `/Users/${idOf(user)}`;
    const allowed = "schemas" in attributes ? ["invalidValue", "invalidSyntax"] : ["invalidValue"];
    for (const answer of [
      await post(scim, "/Users", userBody(attributes)),
      await put(scim, path, userBody(attributes)),
      ...("schemas" in attributes ? [] : [await patch(scim, path, { op: "replace", value: attributes })]),
    ]) {
      expectScimError(answer, 400, String(answer.body.scimType));
      expect(allowed).toContain(answer.body.scimType);
    }
    expect((await get(scim, path)).body).toEqual(user);
  });
}

for (const [text, value] of [
  ["True", true],
  ["true", true],
  ["TRUE", true],
  ["False", false],
  ["false", false],
  ["FALSE", false],
] as const) {
  test(`C-09, interop 34: the text "${text}" is read as ${value}, for active and for primary in arrays`, async ({
    scim,
  }) => {
    const attributes = { active: text, emails: [{ value: "a@b.example", primary: text }] };
    const user = await createUser(scim, attributes);
    expect(user).toMatchObject({ active: value, emails: [{ value: "a@b.example", primary: value }] });
    expect((await get(scim, `/Users/${idOf(user)}`)).body).toEqual(user);
    const replaced = await put(scim, `/Users/${idOf(user)}`, userBody(attributes));
    expect(replaced.body).toMatchObject({ active: value, emails: [{ value: "a@b.example", primary: value }] });
  });
}

for (const more of [{ type: 5 }, { $ref: 5 }, { type: ["User"] }, { $ref: "\n" }]) {
  test(`C-09 a member with ${JSON.stringify(more)} is a 400 in POST, PUT and PATCH`, async ({ scim }) => {
    const group = await createGroup(scim);
    const path = `/Groups/${idOf(group)}`;
    const value = [{ value: idOf(await createUser(scim)), ...more }];
    for (const answer of [
      await post(scim, "/Groups", groupBody({ members: value })),
      await put(scim, path, groupBody({ members: value })),
      await patch(scim, path, { op: "add", path: "members", value }),
      await patch(scim, path, { op: "replace", value: { members: value } }),
    ]) {
      expectScimError(answer, 400, "invalidValue");
    }
    expect((await get(scim, path)).body).toEqual(group);
  });
}

test("C-09 a reference is a URI, which a strict client is held to and others are let off", async ({
  scim,
  createClient,
}) => {
  const uris = ["https://example.com/ada?size=1#top", "../photos/ada.png", "urn:ietf:rfc:7643", "//example.com"];
  const others = ["not a uri", "http://[", "https://example.com/ä", "%zz"];
  const strict = await createClient({ preset: "strict" });
  for (const profileUrl of [...uris, ...others]) {
    const user = await createUser(scim, { profileUrl });
    expect((await get(scim, `/Users/${idOf(user)}`)).body.profileUrl).toBe(profileUrl);
    const answer = await post(strict, "/Users", userBody({ profileUrl, active: true }));
    if (uris.includes(profileUrl)) expect(answer.body.profileUrl).toBe(profileUrl);
    else expectScimError(answer, 400, "invalidValue");
    const path = `/Users/${idOf(user)}`;
    const patched = await patch(strict, path, { op: "replace", path: "profileUrl", value: profileUrl });
    if (uris.includes(profileUrl)) expect(patched.status).toBe(200);
    else expectScimError(patched, 400, "invalidValue");
    // What another client stored is nothing that a strict one must answer for.
    expect((await patch(strict, path, { op: "replace", path: "title", value: "x" })).status).toBe(200);
  }
});
