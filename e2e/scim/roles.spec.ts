import { z } from "zod";
import type { JsonValue } from "@/lib/scim/json";
import { expect, test } from "../fixtures";
import { createUser, findIds, get, idOf, listAt, patch, post, put, textAt, userBody } from "./exchange";
import { expectScimError, expectUnchanged } from "./expectations";
import { userUrn } from "./urns";

const fiveRoles = ["owner", "administrator", "moderator", "member", "guest"];
const shownSchema = z.object({ role: z.string(), active: z.boolean() });

/** Expects a 400 that names the value and lists the five roles. */
function expectUnknownRole(answer: Awaited<ReturnType<typeof get>>, value: JsonValue): void {
  expectScimError(answer, 400, "invalidValue");
  const detail = textAt(answer.body, "detail");
  expect(detail).toContain(typeof value === "string" ? value : JSON.stringify(value));
  for (const role of fiveRoles) {
    expect(detail).toContain(role);
  }
}

for (const role of ["administrator", "moderator", "member", "guest"]) {
  test(`role ${role} is set by POST, PUT and PATCH`, async ({ scim }) => {
    const created = await createUser(scim, { role });
    expect(created.role).toBe(role);
    const other = role === "guest" ? "member" : "guest";
    const replaced = await put(scim, `/Users/${idOf(created)}`, userBody({ role: other }));
    expect(replaced.body.role).toBe(other);
    for (const operation of [
      { op: "replace", path: "role", value: role },
      { op: "Replace", path: `${userUrn}:role`, value: other },
      { op: "add", path: "ROLE", value: role },
      { op: "replace", value: { role: other } },
      { op: "replace", value: { [`${userUrn}:role`]: role } },
    ]) {
      const wanted = JSON.stringify(operation).includes(`"${other}"`) ? other : role;
      expect((await patch(scim, `/Users/${idOf(created)}`, operation)).body.role, JSON.stringify(operation)).toBe(
        wanted,
      );
    }
    expect(await findIds(scim, "/Users", `role eq "${role}"`)).toEqual([idOf(created)]);
  });
}

test("the role is what the command line shows", async ({ scim, roster }) => {
  const user = await createUser(scim, { role: "moderator" });
  const shown = await roster(["user", "show", textAt(user, "userName"), "-r", scim.organization.subdomain]);
  expect(shownSchema.parse(shown)).toEqual({ role: "moderator", active: true });
});

for (const body of [
  { [userUrn]: { role: "moderator" } },
  { [`${userUrn}:role`]: "moderator" },
  { Role: "moderator" },
] as const) {
  test(`role is read from ${JSON.stringify(body)}`, async ({ scim }) => {
    const created = await createUser(scim, JSON.parse(JSON.stringify(body)));
    expect(created.role).toBe("moderator");
    expect(created).not.toHaveProperty([userUrn]);
  });
}

for (const value of ["superuser", "Owner", "MEMBER", " member", "admin", 5, true, ["member"], { value: "member" }]) {
  test(`role ${JSON.stringify(value)} is a 400 that names it and lists the five`, async ({ scim }) => {
    const user = await createUser(scim, { role: "moderator" });
    const path = `/Users/${idOf(user)}`;
    const answers = [
      await post(scim, "/Users", userBody({ role: value })),
      await put(scim, path, userBody({ role: value })),
      await patch(scim, path, { op: "replace", path: "role", value }),
      await patch(scim, path, { op: "add", value: { role: value } }),
    ];
    for (const answer of answers) {
      if (typeof value === "string") {
        expectUnknownRole(answer, value);
      } else {
        expectScimError(answer, 400, "invalidValue");
      }
    }
    await expectUnchanged(scim, path, user);
  });
}

test("a request that names no role leaves it alone; removing it, or null, sets the default", async ({ scim }) => {
  const user = await createUser(scim, { role: "moderator" });
  const path = `/Users/${idOf(user)}`;
  expect((await put(scim, path, userBody({ title: "x" }))).body.role).toBe("moderator");
  expect((await patch(scim, path, { op: "add", path: "title", value: "y" })).body.role).toBe("moderator");
  expect((await patch(scim, path, { op: "remove", path: "role" })).body.role).toBe("member");
  await patch(scim, path, { op: "replace", path: "role", value: "guest" });
  expect((await patch(scim, path, { op: "replace", path: "role", value: null })).body.role).toBe("member");
  expect((await createUser(scim, { role: null })).role).toBe("member");
});

test.describe(() => {
  test.use({ scimClient: { options: { defaultRole: "guest" } } });
  test("defaultRole is who comes without a role, and what removing the role sets", async ({ scim }) => {
    const user = await createUser(scim);
    expect(user.role).toBe("guest");
    const path = `/Users/${idOf(user)}`;
    await patch(scim, path, { op: "replace", path: "role", value: "moderator" });
    expect((await put(scim, path, userBody())).body.role).toBe("moderator");
    expect((await patch(scim, path, { op: "remove", path: "role" })).body.role).toBe("guest");
  });
});

test.describe("roles of RFC 7643", () => {
  test("whatever the IdP sends is held verbatim and sets nothing", async ({ scim }) => {
    const roles = [
      { value: "Editor", display: "Ed", type: "WindowsAzureActiveDirectoryRole", primary: true },
      { value: '{"id":"1","value":"Auditor"}' },
    ];
    const user = await createUser(scim, { roles });
    expect(user.roles).toEqual(roles);
    expect(user.role).toBe("member");
    expect((await get(scim, `/Users/${idOf(user)}`)).body).toEqual(user);
  });

  test("a string element is read as {value}", async ({ scim }) => {
    const user = await createUser(scim, { roles: ["Editor", { value: "Auditor" }] });
    expect(user.roles).toEqual([{ value: "Editor" }, { value: "Auditor" }]);
    const patched = await patch(scim, `/Users/${idOf(user)}`, { op: "add", path: "roles", value: ["Tester"] });
    expect(patched.body.roles).toEqual([{ value: "Editor" }, { value: "Auditor" }, { value: "Tester" }]);
  });

  for (const [what, roles, expected] of [
    ["the only value", [{ value: "moderator" }], "moderator"],
    ["the only value, a string", ["guest"], "guest"],
    ["the primary value", [{ value: "Editor" }, { value: "moderator", primary: true }], "moderator"],
    [
      "a primary value that is none of the five",
      [{ value: "Editor", primary: true }, { value: "moderator" }],
      "member",
    ],
    ["neither primary nor only", [{ value: "moderator" }, { value: "guest" }], "member"],
    ["the only value, in another case", [{ value: "Moderator" }], "member"],
    ["no value", [], "member"],
  ] as const) {
    test(`${what} ${expected === "member" ? "sets no role" : "sets the role"}`, async ({ scim }) => {
      const sent: JsonValue = JSON.parse(JSON.stringify(roles));
      const user = await createUser(scim, { roles: sent });
      expect(user.role).toBe(expected);
      const plain = await createUser(scim);
      const path = `/Users/${idOf(plain)}`;
      expect((await patch(scim, path, { op: "replace", path: "roles", value: sent })).body.role).toBe(expected);
      const again = await createUser(scim);
      expect((await put(scim, `/Users/${idOf(again)}`, userBody({ roles: sent }))).body.role).toBe(expected);
    });
  }

  test('Entra\'s roles[primary eq "True"].value sets the role when it is one of the five', async ({ scim }) => {
    const user = await createUser(scim);
    const operation = { op: "Add", path: 'roles[primary eq "True"].value', value: "moderator" };
    const patched = await patch(scim, `/Users/${idOf(user)}`, operation);
    expect(patched.body).toMatchObject({ role: "moderator", roles: [{ primary: true, value: "moderator" }] });
  });

  test("in one request role wins over roles", async ({ scim }) => {
    const user = await createUser(scim, {
      role: "guest",
      roles: [{ value: "moderator", primary: true }, { value: "Editor" }],
    });
    expect(user.role).toBe("guest");
    expect(listAt(user, "roles")).toContainEqual({ value: "Editor" });
    const path = `/Users/${idOf(user)}`;
    const put1 = await put(scim, path, userBody({ roles: [{ value: "member" }], role: "moderator" }));
    expect(put1.body.role).toBe("moderator");
    for (const operations of [
      [
        { op: "replace", path: "role", value: "guest" },
        { op: "replace", path: "roles", value: [{ value: "member" }] },
      ],
      [
        { op: "replace", path: "roles", value: [{ value: "member" }] },
        { op: "replace", path: "role", value: "guest" },
      ],
      [{ op: "replace", value: { roles: [{ value: "member" }], role: "guest" } }],
    ]) {
      await patch(scim, path, { op: "replace", path: "role", value: "moderator" });
      expect((await patch(scim, path, ...operations)).body.role, JSON.stringify(operations)).toBe("guest");
    }
  });

  test("writing role changes a deciding roles value that is one of the five, so that the two agree", async ({
    scim,
  }) => {
    const user = await createUser(scim, { roles: [{ value: "moderator", primary: true }, { value: "Editor" }] });
    const patched = await patch(scim, `/Users/${idOf(user)}`, { op: "replace", path: "role", value: "guest" });
    expect(patched.body).toMatchObject({
      role: "guest",
      roles: [{ value: "guest", primary: true }, { value: "Editor" }],
    });
    const editor = await createUser(scim, { roles: [{ value: "Editor", primary: true }] });
    const other = await patch(scim, `/Users/${idOf(editor)}`, { op: "replace", path: "role", value: "guest" });
    expect(other.body).toMatchObject({ role: "guest", roles: [{ value: "Editor", primary: true }] });
  });
});
