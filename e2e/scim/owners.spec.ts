import type { JsonObject } from "@/lib/scim/json";
import type { Scim } from "../fixtures";
import { expect, test } from "../fixtures";
import {
  createUser,
  find,
  findIds,
  get,
  idOf,
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
