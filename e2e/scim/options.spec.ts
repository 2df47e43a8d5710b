import type { JsonObject } from "@/lib/scim/json";
import { expect, test } from "../fixtures";
import {
  createGroup,
  createUser,
  enterpriseUserBody,
  find,
  findIds,
  get,
  idOf,
  listAt,
  memberIds,
  patch,
  post,
  put,
  remove,
  textAt,
  unique,
  userBody,
} from "./exchange";
import { expectScimError, expectUnchanged } from "./expectations";
import { enterpriseUrn, groupUrn, userUrn } from "./urns";

// Each value of the other options, and what each preset sets, is in option-values.spec.ts; strict is in strict.spec.ts.

test.describe("onDelete", () => {
  test.describe(() => {
    test.use({ scimClient: { options: { onDelete: "deactivate" } } });
    test("deactivate: 204, and the person stays readable with active false", async ({ scim }) => {
      const user = await createUser(scim);
      const group = idOf(await createGroup(scim, [idOf(user)]));
      const path = `/Users/${idOf(user)}`;
      const deleted = await remove(scim, path);
      expect([deleted.status, deleted.text]).toEqual([204, ""]);
      expect((await get(scim, path)).body.active).toBe(false);
      expect(await memberIds(scim, group)).toEqual([idOf(user)]);
      expect((await remove(scim, path)).status).toBe(204);
      expectScimError(await remove(scim, "/Users/nobody"), 404);
      expect((await remove(scim, `/Groups/${group}`)).status).toBe(204);
      expectScimError(await get(scim, `/Groups/${group}`), 404);
    });
  });

  test.describe(() => {
    test.use({ scimClient: { options: { onDelete: "refuse" } } });
    test("refuse: 400 that points to active, and nothing changes", async ({ scim }) => {
      const user = await createUser(scim);
      const path = `/Users/${idOf(user)}`;
      const answer = await remove(scim, path);
      expect(answer.status).toBe(400);
      expectScimError(answer, 400, typeof answer.body.scimType === "string" ? answer.body.scimType : undefined);
      expect(textAt(answer.body, "detail")).toMatch(/\bactive\b/);
      await expectUnchanged(scim, path, user);
      expectScimError(await remove(scim, "/Users/nobody"), 404);
    });
  });
});

test.describe("onExistingUser adopt", () => {
  test.use({ scimClient: { options: { onExistingUser: "adopt" } } });

  test("a POST of a taken userName is applied as a PUT: 201, Location, the same id", async ({ scim, createClient }) => {
    const first = await createClient();
    const existing = await createUser(first, {
      title: "before",
      nickName: "goes",
      externalId: "first-1",
      role: "moderator",
    });
    const body = userBody({
      userName: textAt(existing, "userName").toUpperCase(),
      title: "after",
      externalId: "second-1",
    });
    const adopted = await post(scim, "/Users", body);
    expect(adopted.status, adopted.text).toBe(201);
    expect(idOf(adopted.body)).toBe(idOf(existing));
    expect(adopted.headers.get("location")).toBe(`${scim.baseUrl}/Users/${idOf(existing)}`);
    expect(adopted.body).toMatchObject({ title: "after", externalId: "second-1", role: "moderator", active: true });
    expect(adopted.body).not.toHaveProperty("nickName");
    expect((await get(first, `/Users/${idOf(existing)}`)).body.externalId).toBe("first-1");
    expect(await find(scim, "/Users", "userName pr")).toHaveLength(1);
  });

  test("a deactivated person is not adopted", async ({ scim }) => {
    const user = await createUser(scim, { active: false });
    expectScimError(await post(scim, "/Users", userBody({ userName: textAt(user, "userName") })), 409, "uniqueness");
    await expectUnchanged(scim, `/Users/${idOf(user)}`, user);
  });
});

test.describe("onDeactivatedUser reactivate", () => {
  test.use({ scimClient: { options: { onDeactivatedUser: "reactivate" } } });

  test("a POST of a deactivated person's userName brings them back", async ({ scim }) => {
    const user = await createUser(scim, { active: false });
    const group = idOf(await createGroup(scim, [idOf(user)]));
    const body = userBody({ userName: textAt(user, "userName"), title: "back", externalId: "e-1" });
    const back = await post(scim, "/Users", body);
    expect(back.status, back.text).toBe(201);
    expect(back.body).toMatchObject({ id: idOf(user), active: true, title: "back", externalId: "e-1" });
    expect(back.headers.get("location")).toBe(`${scim.baseUrl}/Users/${idOf(user)}`);
    expect(await memberIds(scim, group)).toEqual([idOf(user)]);
  });

  test("an active person's userName is still a 409", async ({ scim }) => {
    const user = await createUser(scim);
    expectScimError(await post(scim, "/Users", userBody({ userName: textAt(user, "userName") })), 409, "uniqueness");
  });
});

test.describe("replaceOmitted keep", () => {
  test.use({ scimClient: { options: { replaceOmitted: "keep" } } });

  test("what a PUT omits stays; null and [] clear", async ({ scim }) => {
    const body = enterpriseUserBody(
      { department: "Sums", costCenter: "4" },
      { title: "x", nickName: "n", emails: [{ value: "a@b.example" }], active: false, externalId: unique("e") },
    );
    const user = (await post(scim, "/Users", body)).body;
    const path = `/Users/${idOf(user)}`;
    const { userName = null } = user;
    expect((await put(scim, path, { schemas: [userUrn], userName })).body).toEqual(user);
    const { meta, ...rest } = user;
    const cleared = await put(scim, path, { schemas: [userUrn, enterpriseUrn], userName, title: null, emails: [] });
    const expected = Object.fromEntries(Object.entries(rest).filter(([name]) => name !== "title" && name !== "emails"));
    expect(cleared.body).toEqual({ ...expected, meta: expect.anything() });
    expect(cleared.body.meta).not.toEqual(meta);
  });

  test("a group's members stay when omitted, and go with []", async ({ scim }) => {
    const member = idOf(await createUser(scim));
    const group = await createGroup(scim, [member], { externalId: "g-1" });
    const path = `/Groups/${idOf(group)}`;
    const displayName = unique("g");
    const replaced = await put(scim, path, { schemas: [groupUrn], displayName });
    expect(replaced.body).toMatchObject({ displayName, externalId: "g-1" });
    expect(await memberIds(scim, idOf(group))).toEqual([member]);
    await put(scim, path, { schemas: [groupUrn], displayName, members: [] });
    expect(await memberIds(scim, idOf(group))).toEqual([]);
  });
});

test.describe("requireEmail", () => {
  test.use({ scimClient: { options: { requireEmail: "true" } } });

  test("a userName that is no address is a 400, in POST, PUT and PATCH", async ({ scim }) => {
    const user = await createUser(scim);
    const path = `/Users/${idOf(user)}`;
    for (const userName of ["ada", "ada@", "@example.com", "ada lovelace@example.com", "ada@exa mple.com"]) {
      const emails = [{ value: `${unique("a")}@example.com`, primary: true }];
      expectScimError(await post(scim, "/Users", userBody({ userName, emails })), 400, "invalidValue");
      expectScimError(await put(scim, path, userBody({ userName })), 400, "invalidValue");
      expectScimError(
        await patch(scim, path, { op: "replace", path: "userName", value: userName }),
        400,
        "invalidValue",
      );
    }
    await expectUnchanged(scim, path, user);
    const plus = await createUser(scim, { userName: `${unique("ada")}+tag@sub.example.com` });
    expect(plus.userName).toContain("+tag@");
  });
});

test("without requireEmail a userName is any text that is not blank", async ({ scim }) => {
  for (const userName of ["ada", "DOMAIN\\ada", "42", "ada lovelace", "@", "漢字"]) {
    expect((await createUser(scim, { userName })).userName).toBe(userName);
  }
});

test.describe("unknownAttributes", () => {
  const acme = "urn:acme:params:scim:schemas:extension:hr:2.0:User";
  const unknown = { shoeSize: "44", [acme]: { badge: "Blue-7", level: 3 } } as const satisfies JsonObject;

  test.describe(() => {
    test.use({ scimClient: { options: { unknownAttributes: "keep" } } });

    test("keep: stored, returned, patched and filtered under its URN or name", async ({ scim }) => {
      const created = await post(scim, "/Users", { ...userBody(), ...unknown });
      expect(created.status, created.text).toBe(201);
      expect(created.body).toMatchObject(unknown);
      expect([...listAt(created.body, "schemas")].sort()).toEqual([acme, userUrn].sort());
      const path = `/Users/${idOf(created.body)}`;
      expect((await get(scim, path)).body).toEqual(created.body);

      for (const filter of [
        'shoeSize eq "44"',
        `${acme}:badge eq "blue-7"`,
        `${acme}:badge sw "Blue"`,
        "shoeSize pr",
      ]) {
        expect(await findIds(scim, "/Users", filter), filter).toEqual([idOf(created.body)]);
      }
      expect(await findIds(scim, "/Users", 'shoeSize eq "45"')).toEqual([]);

      const patched = await patch(
        scim,
        path,
        { op: "replace", path: "shoeSize", value: "45" },
        { op: "Add", path: `${acme}:badge`, value: "Red-1" },
        { op: "add", path: `${acme}:desk`, value: "4F" },
      );
      expect(patched.status, patched.text).toBe(200);
      expect(patched.body).toMatchObject({ shoeSize: "45", [acme]: { badge: "Red-1", desk: "4F" } });
      const removed = await patch(scim, path, { op: "remove", path: acme }, { op: "remove", path: "shoeSize" });
      expect(removed.body.schemas).toEqual([userUrn]);
      expect(removed.body).not.toHaveProperty([acme]);
      expect(removed.body).not.toHaveProperty("shoeSize");
    });
  });

  test("ignore: the rest is taken, the unknown is left out; a PATCH path to it is still a 400", async ({ scim }) => {
    const created = await createUser(scim, { ...unknown, title: "x" });
    expect(created.title).toBe("x");
    expect(created).not.toHaveProperty("shoeSize");
    expect(created).not.toHaveProperty([acme]);
    const path = `/Users/${idOf(created)}`;
    expectScimError(await patch(scim, path, { op: "add", path: "shoeSize", value: "44" }), 400, "invalidPath");
    expectScimError(await patch(scim, path, { op: "add", path: `${acme}:badge`, value: "x" }), 400, "invalidPath");
  });

  test.describe(() => {
    test.use({ scimClient: { options: { unknownAttributes: "reject" } } });

    test("reject: a 400 that names it, in POST, PUT and PATCH", async ({ scim }) => {
      const user = await createUser(scim);
      const path = `/Users/${idOf(user)}`;
      for (const [name, value] of Object.entries(unknown)) {
        const attributes: JsonObject = { [name]: value };
        for (const answer of [
          await post(scim, "/Users", userBody(attributes)),
          await put(scim, path, userBody(attributes)),
          await patch(scim, path, { op: "add", path: name, value }),
        ]) {
          expectScimError(answer, 400, String(answer.body.scimType));
          expect(["invalidSyntax", "invalidPath"]).toContain(answer.body.scimType);
          expect(textAt(answer.body, "detail")).toContain(name);
        }
      }
      await expectUnchanged(scim, path, user);
    });
  });
});

test("an option that is set on the command line holds from then on", async ({ scim, roster }) => {
  const set = (...args: readonly string[]) =>
    roster(["scim-client", "set", scim.client.name, "-r", scim.organization.subdomain, ...args]);
  const refused = async () => (await remove(scim, `/Users/${idOf(await createUser(scim))}`)).status;
  expect(await refused()).toBe(204);
  await set("--option", "onDelete=refuse");
  await expect(async () => expect(await refused()).toBe(400)).toPass({ timeout: 5_000 });
  await set("--preset", "okta");
  await expect(async () => expect(await refused()).toBe(204)).toPass({ timeout: 5_000 });
});
