import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { expect, test } from "../fixtures";
import {
  createGroup,
  createUser,
  enterpriseUserBody,
  findIds,
  get,
  idOf,
  patch,
  post,
  send,
  textAt,
  unique,
} from "./exchange";
import { expectScimError, expectUnchanged, versionOf } from "./expectations";
import { home, patched, start } from "./patch-cases";
import { enterpriseUrn, patchOpUrn, userUrn } from "./urns";

const okOperation: JsonObject = { op: "replace", path: "title", value: "Head" };

for (const [what, envelope] of [
  ["no schemas", { Operations: [okOperation] }],
  ["empty schemas", { schemas: [], Operations: [okOperation] }],
  ["another schema", { schemas: [userUrn], Operations: [okOperation] }],
  ["no Operations", { schemas: [patchOpUrn] }],
  ["empty Operations", { schemas: [patchOpUrn], Operations: [] }],
  ["Operations that are no array", { schemas: [patchOpUrn], Operations: okOperation }],
  ["an operation that is no object", { schemas: [patchOpUrn], Operations: ["replace"] }],
  ["null for an operation", { schemas: [patchOpUrn], Operations: [null] }],
  ["no op", { schemas: [patchOpUrn], Operations: [{ path: "title", value: "x" }] }],
  ["an unknown op", { schemas: [patchOpUrn], Operations: [{ op: "move", path: "title", value: "x" }] }],
  ["a number for op", { schemas: [patchOpUrn], Operations: [{ op: 5, path: "title", value: "x" }] }],
  ["a number for path", { schemas: [patchOpUrn], Operations: [{ op: "add", path: 5, value: "x" }] }],
  ["a resource for a PatchOp", { schemas: [userUrn], userName: "x", title: "x" }],
] as const) {
  test(`X-01, interop 36: an envelope with ${what} is a 400 invalidSyntax`, async ({ scim }) => {
    const user = await createUser(scim, start);
    const path = `/Users/${idOf(user)}`;
    const body: JsonValue = JSON.parse(JSON.stringify(envelope));
    const answer = await send(scim, "PATCH", path, body);
    const pathIsWrong = what === "a number for path" && answer.body.scimType === "invalidPath";
    expectScimError(answer, 400, pathIsWrong ? "invalidPath" : "invalidSyntax");
    await expectUnchanged(scim, path, user);
  });
}

test("X-01 operations in lower case, the URN in any case and op in any case are accepted", async ({ scim }) => {
  const path = `/Users/${idOf(await createUser(scim, start))}`;
  for (const [title, envelope] of [
    ["1", { schemas: [patchOpUrn], operations: [{ op: "Replace", path: "title", value: "1" }] }],
    ["2", { SCHEMAS: [patchOpUrn.toLowerCase()], OPERATIONS: [{ OP: "REPLACE", Path: "title", VALUE: "2" }] }],
    ["3", { Operations: [{ value: "3", op: "Add", path: "title" }], schemas: [patchOpUrn] }],
  ] as const) {
    const body: JsonValue = JSON.parse(JSON.stringify(envelope));
    const answer = await send(scim, "PATCH", path, body);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body.title).toBe(title);
  }
  expect((await patch(scim, path, { op: "Remove", path: "title" })).body).not.toHaveProperty("title");
});

test("X-02, interop 3: operations are applied in order, later ones see what earlier ones did", async ({ scim }) => {
  const after = await patched(
    scim,
    { op: "add", path: "emails", value: [{ value: "o@o.example", type: "other" }] },
    { op: "replace", path: 'emails[type eq "other"].value', value: "p@p.example" },
    { op: "remove", path: 'emails[type eq "work"]' },
    { op: "replace", path: "title", value: "1" },
    { op: "replace", path: "title", value: "2" },
    { op: "add", path: "nickName", value: "n" },
    { op: "remove", path: "nickName" },
  );
  expect(after.emails).toEqual([home, { value: "p@p.example", type: "other" }]);
  expect(after.title).toBe("2");
  expect(after).not.toHaveProperty("nickName");
});

for (const [what, bad, status, scimType] of [
  ["a wrong value", { op: "replace", path: "active", value: "maybe" }, 400, "invalidValue"],
  ["an unknown attribute", { op: "replace", path: "shoeSize", value: 9 }, 400, "invalidPath"],
  ["a broken path", { op: "replace", path: "emails[type eq", value: "x" }, 400, "invalidFilter"],
  ["what is readOnly", { op: "replace", path: "id", value: "x" }, 400, "mutability"],
  ["a required attribute removed", { op: "remove", path: "userName" }, 400, "mutability"],
  ["remove without path", { op: "remove" }, 400, "noTarget"],
] as const) {
  test(`X-02 one operation with ${what} rolls the others back`, async ({ scim }) => {
    const user = await createUser(scim, start);
    const path = `/Users/${idOf(user)}`;
    const good = { op: "replace", path: "title", value: "changed" };
    for (const operations of [
      [good, bad],
      [bad, good],
    ]) {
      const answer = await patch(scim, path, ...operations);
      const accepted =
        scimType === "invalidFilter" && answer.body.scimType === "invalidPath" ? "invalidPath" : scimType;
      expectScimError(answer, status, accepted);
      await expectUnchanged(scim, path, user);
    }
  });
}

test("X-02 a refused member rolls back a group's rename and the other members", async ({ scim }) => {
  const [a, b] = [idOf(await createUser(scim)), idOf(await createUser(scim))];
  const group = await createGroup(scim, [a]);
  const path = `/Groups/${idOf(group)}`;
  const before = (await get(scim, path)).body;
  const answer = await patch(
    scim,
    path,
    { op: "replace", path: "displayName", value: unique("renamed") },
    { op: "add", path: "members", value: [{ value: b }, { value: "nobody-here" }] },
    { op: "remove", path: "members", value: [{ value: a }] },
  );
  expectScimError(answer, 400, "invalidValue");
  expect(textAt(answer.body, "detail")).toContain("nobody-here");
  await expectUnchanged(scim, path, before);
  expect(await findIds(scim, "/Groups", `members eq "${b}"`)).toEqual([]);
});

test("X-03, interop 24: a user is answered with 200 and the resource, a group with 204, or 200 when attributes are asked for", async ({
  scim,
}) => {
  const user = await createUser(scim, start);
  const userPath = `/Users/${idOf(user)}`;
  const answer = await patch(scim, userPath, { op: "replace", path: "title", value: "x" });
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual((await get(scim, userPath)).body);
  const projected = await patch(scim, `${userPath}?attributes=title`, { op: "replace", path: "title", value: "y" });
  expect(projected.body).toEqual({ schemas: user.schemas, id: idOf(user), title: "y" });

  const group = await createGroup(scim, [idOf(user)]);
  const groupPath = `/Groups/${idOf(group)}`;
  const silent = await patch(scim, groupPath, { op: "replace", path: "displayName", value: unique("a") });
  expect([silent.status, silent.text]).toEqual([204, ""]);
  for (const query of ["attributes=displayName", "excludedAttributes=members"]) {
    const displayName = unique("b");
    const shown = await patch(scim, `${groupPath}?${query}`, {
      op: "replace",
      path: "displayName",
      value: displayName,
    });
    expect(shown.status, shown.text).toBe(200);
    expect(shown.body.displayName).toBe(displayName);
    expect(shown.body).not.toHaveProperty("members");
  }
});

test("an unknown id is a 404 before the operations are looked at", async ({ scim }) => {
  for (const path of ["/Users/nobody", "/Groups/018f0000-0000-7000-8000-000000000000"]) {
    expectScimError(await patch(scim, path, { op: "replace", path: "displayName", value: "x" }), 404);
  }
});

test("interop 3: a user's PATCH is seen at once by GET, by filters and in the version", async ({ scim }) => {
  const created = await post(scim, "/Users", enterpriseUserBody({ department: "Sums" }));
  const user = created.body;
  const path = `/Users/${idOf(user)}`;
  const answer = await patch(scim, path, { op: "replace", path: `${enterpriseUrn}:department`, value: "Differences" });
  expect(versionOf(answer.body)).not.toBe(versionOf(user));
  expect(await findIds(scim, "/Users", `${enterpriseUrn}:department eq "differences"`)).toEqual([idOf(user)]);
  expect(await findIds(scim, "/Users", `${enterpriseUrn}:department eq "sums"`)).toEqual([]);
});
