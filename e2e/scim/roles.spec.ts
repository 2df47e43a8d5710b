import { z } from "zod";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import type { Scim } from "../fixtures";
import { expect, test } from "../fixtures";
import {
  createUser,
  find,
  findIds,
  get,
  idOf,
  listAt,
  patch,
  post,
  put,
  remove,
  textAt,
  unique,
  userBody,
  valueAt,
} from "./exchange";
import { expectScimError, expectUnchanged } from "./expectations";
import { userUrn } from "./urns";

const fiveRoles = ["owner", "administrator", "moderator", "member", "guest"];
const shownSchema = z.object({ role: z.string(), active: z.boolean() });

type Roster = (args: readonly string[], options?: { input?: string }) => Promise<unknown>;

/** An owner made by hand, as SCIM sees them. */
async function createOwner(roster: Roster, scim: Scim): Promise<JsonObject> {
  const email = `${unique("owner")}@example.com`;
  const args = [
    "owner",
    "create",
    "-r",
    scim.organization.subdomain,
    "--email",
    email,
    "--name",
    "Olga Owner",
    "--password-stdin",
  ];
  await roster(args, { input: "a long enough Passw0rd\n" });
  const [owner] = await find(scim, "/Users", `userName eq "${email}"`);
  if (owner === undefined) {
    throw new Error(`${email} is not seen by SCIM.`);
  }
  return owner;
}

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

test.describe("highestGrantableRole", () => {
  test("a grant of owner is a 403 that names the role, by role and by roles", async ({ scim }) => {
    const user = await createUser(scim);
    const path = `/Users/${idOf(user)}`;
    for (const answer of [
      await post(scim, "/Users", userBody({ role: "owner" })),
      await post(scim, "/Users", userBody({ roles: [{ value: "owner" }] })),
      await put(scim, path, userBody({ role: "owner" })),
      await patch(scim, path, { op: "replace", path: "role", value: "owner" }),
      await patch(scim, path, { op: "add", path: 'roles[primary eq "True"].value', value: "owner" }),
      await patch(scim, path, { op: "replace", value: { [`${userUrn}:role`]: "owner" } }),
    ]) {
      expectScimError(answer, 403);
      expect(textAt(answer.body, "detail")).toContain("owner");
    }
    await expectUnchanged(scim, path, user);
    expect(await findIds(scim, "/Users", 'role eq "owner"')).toEqual([]);
  });

  test("who is an owner already may be written with the role they have", async ({ scim, roster }) => {
    const owner = await createOwner(roster, scim);
    const path = `/Users/${idOf(owner)}`;
    expect(owner.role).toBe("owner");
    const replaced = await put(scim, path, { ...owner, title: "Chief" });
    expect(replaced.status, replaced.text).toBe(200);
    expect(replaced.body).toMatchObject({ role: "owner", title: "Chief" });
  });

  test.describe(() => {
    test.use({ scimClient: { options: { highestGrantableRole: "member" } } });
    test("member: moderator and above are refused, member and guest are not", async ({ scim }) => {
      for (const role of ["owner", "administrator", "moderator"]) {
        const answer = await post(scim, "/Users", userBody({ role }));
        expectScimError(answer, 403);
        expect(textAt(answer.body, "detail")).toContain(role);
      }
      for (const role of ["member", "guest"]) {
        expect((await createUser(scim, { role })).role).toBe(role);
      }
    });
  });

  test.describe(() => {
    test.use({ scimClient: { options: { highestGrantableRole: "owner" } } });
    test("owner: an owner may be made", async ({ scim }) => {
      expect((await createUser(scim, { role: "owner" })).role).toBe("owner");
    });
  });
});

test.describe("the last active owner", () => {
  test.use({ scimClient: { options: { highestGrantableRole: "owner" } } });

  test("is neither deactivated, deleted nor lowered (403, explained)", async ({ scim, roster }) => {
    const owner = await createOwner(roster, scim);
    const path = `/Users/${idOf(owner)}`;
    const before = (await get(scim, path)).body;
    for (const answer of [
      await patch(scim, path, { op: "replace", path: "active", value: false }),
      await patch(scim, path, { op: "Replace", path: "active", value: "False" }),
      await patch(scim, path, { op: "replace", value: { active: false } }),
      await put(scim, path, userBody({ userName: textAt(owner, "userName"), active: false })),
      await patch(scim, path, { op: "replace", path: "role", value: "administrator" }),
      await patch(scim, path, { op: "remove", path: "role" }),
      await patch(scim, path, { op: "replace", path: "roles", value: [{ value: "member" }] }),
      await put(scim, path, userBody({ userName: textAt(owner, "userName"), role: "guest" })),
      await remove(scim, path),
    ]) {
      expectScimError(answer, 403);
      expect(textAt(answer.body, "detail")).toMatch(/owner/i);
    }
    await expectUnchanged(scim, path, before);
  });

  test("may change otherwise, and go once there is another", async ({ scim, roster }) => {
    const first = `/Users/${idOf(await createOwner(roster, scim))}`;
    expect((await patch(scim, first, { op: "add", path: "title", value: "Chief" })).status).toBe(200);
    const inactive = await createUser(scim, { role: "owner", active: false });
    expectScimError(await remove(scim, first), 403);
    await patch(scim, `/Users/${idOf(inactive)}`, { op: "replace", path: "active", value: true });
    expect((await patch(scim, first, { op: "replace", path: "active", value: false })).body.active).toBe(false);
    expectScimError(await remove(scim, `/Users/${idOf(inactive)}`), 403);
    expect((await remove(scim, first)).status).toBe(204);
    expect(valueAt((await get(scim, `/Users/${idOf(inactive)}`)).body, "active")).toBe(true);
  });

  test("also when several are lowered in one PATCH sequence", async ({ scim }) => {
    const a = await createUser(scim, { role: "owner" });
    const b = await createUser(scim, { role: "owner" });
    expect((await remove(scim, `/Users/${idOf(a)}`)).status).toBe(204);
    const operations = [
      { op: "replace", path: "role", value: "guest" },
      { op: "replace", path: "role", value: "owner" },
    ];
    const answer = await patch(scim, `/Users/${idOf(b)}`, ...operations);
    expect(answer.status, "what counts is how the request ends").toBe(200);
    expect(answer.body.role).toBe("owner");
  });
});
