import { z } from "zod";
import { expect, test } from "../fixtures";
import {
  createGroup,
  createUser,
  find,
  groupBody,
  idOf,
  listAt,
  patch,
  post,
  put,
  textAt,
  unique,
  userBody,
} from "./exchange";
import { expectScimError, expectUnchanged } from "./expectations";

const shownSchema = z.object({
  role: z.string(),
  active: z.boolean(),
  groups: z.array(z.string()),
  streams: z.array(z.string()),
});

test("an organization's email domains are held, by userName or by primary email", async ({ scim, roster }) => {
  const { subdomain } = scim.organization;
  await roster(["org", "set", "-r", subdomain, "allowedEmailDomains=a.example,b.example"]);
  const at = (domain: string) => `${unique("p")}@${domain}`;
  await expect(async () => {
    expectScimError(await post(scim, "/Users", userBody({ userName: at("c.example") })), 400, "invalidValue");
  }).toPass({ timeout: 5_000 });

  for (const attributes of [
    { userName: at("a.example") },
    { userName: at("B.EXAMPLE") },
    { userName: unique("ada"), emails: [{ value: at("a.example"), primary: true }] },
    { userName: at("a.example"), emails: [{ value: at("c.example"), primary: true }] },
  ]) {
    await createUser(scim, attributes);
  }
  const user = await createUser(scim, { userName: at("a.example") });
  const path = `/Users/${idOf(user)}`;
  for (const attributes of [
    { userName: at("evil-a.example") },
    { userName: at("sub.a.example") },
    { userName: at("a.example.evil.example") },
    { userName: unique("ada"), emails: [{ value: at("c.example"), primary: true }] },
  ]) {
    const refused = await post(scim, "/Users", userBody(attributes));
    expectScimError(refused, 400, "invalidValue");
    expect(textAt(refused.body, "detail")).toContain("a.example");
    expectScimError(await put(scim, path, userBody(attributes)), 400, "invalidValue");
    const replace = { op: "replace", path: "userName", value: attributes.userName };
    if (attributes.userName.includes("@")) {
      expectScimError(await patch(scim, path, replace), 400, "invalidValue");
    }
  }
  await expectUnchanged(scim, path, user);

  await roster(["org", "set", "-r", subdomain, "allowEmailSubdomains=true"]);
  await expect(async () => {
    const created = await post(scim, "/Users", userBody({ userName: at("deep.sub.a.example") }));
    expect(created.status, created.text).toBe(201);
  }).toPass({ timeout: 5_000 });
  expectScimError(await post(scim, "/Users", userBody({ userName: at("evil-a.example") })), 400, "invalidValue");
});

test("default streams: new people are subscribed, deactivation pauses it, the return brings it back", async ({
  scim,
  roster,
}) => {
  const of = ["-r", scim.organization.subdomain] as const;
  await roster(["stream", "add", "general", ...of, "--default"]);
  await roster(["stream", "add", "secret", ...of]);
  const user = await createUser(scim, { role: "guest" });
  const group = await createGroup(scim, [idOf(user)]);
  const show = async () => shownSchema.parse(await roster(["user", "show", textAt(user, "userName"), ...of]));
  const groups = [textAt(group, "displayName")];
  expect(await show()).toMatchObject({ active: true, streams: ["general"], groups, role: "guest" });
  const path = `/Users/${idOf(user)}`;
  await patch(scim, path, { op: "replace", path: "active", value: false });
  expect(await show()).toMatchObject({ active: false, streams: [], groups });
  await patch(scim, path, { op: "replace", path: "active", value: true });
  expect(await show()).toMatchObject({ active: true, streams: ["general"], groups });
});

test.describe(() => {
  test.use({ scimClient: { options: { createGuestsWithoutStreams: "true" } } });
  test("createGuestsWithoutStreams: guests get none, others do", async ({ scim, roster }) => {
    const of = ["-r", scim.organization.subdomain] as const;
    await roster(["stream", "add", "general", ...of, "--default"]);
    for (const [role, streams] of [
      ["guest", []],
      ["member", ["general"]],
    ] as const) {
      const user = await createUser(scim, { role });
      const shown = await roster(["user", "show", textAt(user, "userName"), ...of]);
      expect(shownSchema.parse(shown).streams).toEqual(streams);
    }
  });
});

test("people made by hand are seen by every SCIM client", async ({ scim, createClient, roster }) => {
  const email = `${unique("olga")}@example.com`;
  const args = ["owner", "create", "-r", scim.organization.subdomain, "--email", email, "--name", "Olga Owner"];
  await roster([...args, "--password-stdin"], { input: "a long enough Passw0rd\n" });
  for (const client of [scim, await createClient()]) {
    expect(await find(client, "/Users", `userName eq "${email}"`)).toMatchObject([{ role: "owner", active: true }]);
  }
  expectScimError(await post(scim, "/Users", userBody({ userName: email.toUpperCase() })), 409, "uniqueness");
  const group = await createGroup(scim, [], groupBody());
  expect(listAt(group, "members")).toEqual([]);
});
