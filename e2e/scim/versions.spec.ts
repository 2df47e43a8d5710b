import type { JsonObject } from "@/lib/scim/json";
import type { Scim } from "../fixtures";
import { expect, test } from "../fixtures";
import type { Answer, Operation } from "./exchange";
import {
  createGroup,
  createUser,
  createUsers,
  get,
  groupBody,
  idOf,
  memberIds,
  memberValues,
  patch,
  post,
  put,
  send,
  userBody,
} from "./exchange";
import { expectScimError, expectUnchanged, versionOf } from "./expectations";
import { patchOpUrn } from "./urns";

/** A PATCH under a condition. */
function patchIf(scim: Scim, path: string, ifMatch: string, ...operations: Operation[]): Promise<Answer> {
  return send(scim, "PATCH", path, { schemas: [patchOpUrn], Operations: operations }, { "if-match": ifMatch });
}

type Made = { readonly path: string; readonly resource: JsonObject; readonly body: JsonObject };

async function makeUser(scim: Scim): Promise<Made> {
  const resource = await createUser(scim);
  return { path: `/Users/${idOf(resource)}`, resource, body: userBody({ title: "changed" }) };
}

async function makeGroup(scim: Scim): Promise<Made> {
  const resource = await createGroup(scim);
  return { path: `/Groups/${idOf(resource)}`, resource, body: groupBody({ externalId: "changed" }) };
}

const makers = [
  ["a user", makeUser],
  ["a group", makeGroup],
] as const;

/** The three writes of a resource, each of which changes it. */
function writes(scim: Scim, { path, body }: Made, headers: Readonly<Record<string, string>>) {
  const Operations = [{ op: "add", path: "externalId", value: "patched" }];
  return [
    () => send(scim, "PATCH", path, { schemas: [patchOpUrn], Operations }, headers),
    () => put(scim, path, body, headers),
    () => send(scim, "DELETE", path, undefined, headers),
  ] as const;
}

for (const [what, make] of makers) {
  test(`V-01, interop 32: the ETag of ${what} is meta.version, weak and in quotes`, async ({ scim }) => {
    const { path, body } = await make(scim);
    const created = await post(scim, what === "a user" ? "/Users" : "/Groups", body);
    for (const answer of [created, await get(scim, path), await put(scim, path, { ...body, ...uniqueName(body) })]) {
      expect([200, 201]).toContain(answer.status);
      expect(answer.headers.get("etag")).toMatch(/^W\/"[\x21\x23-\x7e]+"$/);
      expect(answer.headers.get("etag")).toBe(versionOf(answer.body));
    }
    const patched = await patch(scim, path, { op: "add", path: "externalId", value: "x" });
    expect(patched.headers.get("etag")).toBe(versionOf((await get(scim, path)).body));
  });

  test(`V-02, peer 16: If-None-Match: the current version of ${what}, and *, is a 304 without a body`, async ({
    scim,
  }) => {
    const { path, resource } = await make(scim);
    const version = versionOf(resource);
    for (const condition of [version, "*", version.slice(2), `"x", ${version}`]) {
      for (const method of ["GET", "HEAD"]) {
        const answer = await send(scim, method, path, undefined, { "if-none-match": condition });
        expect([answer.status, answer.text, answer.headers.get("etag")], condition).toEqual([304, "", version]);
      }
    }
    const other = await get(scim, path, { "if-none-match": 'W/"x"' });
    expect([other.status, other.body]).toEqual([200, resource]);
    expectScimError(await get(scim, path.replace(/[^/]+$/, "nobody"), { "if-none-match": "*" }), 404);
  });

  test(`V-03, peer 16: If-Match on ${what}: a stale version is a 412, and nothing is written`, async ({ scim }) => {
    const made = await make(scim);
    const stale = versionOf(made.resource);
    await patch(scim, made.path, { op: "add", path: "externalId", value: "newer" });
    const current = (await get(scim, made.path)).body;
    for (const condition of [stale, stale.slice(2), 'W/"x", "y"', versionOf(current).replaceAll('"', "")]) {
      for (const write of writes(scim, made, { "if-match": condition })) {
        const answer = await write();
        expectScimError(answer, 412);
        expect(answer.body.detail).toContain(versionOf(current));
      }
    }
    await expectUnchanged(scim, made.path, current);
  });

  test(`V-03 If-Match on ${what}: the current version, *, a strong one and a list go through`, async ({ scim }) => {
    for (const conditionOf of [
      (version: string) => version,
      () => "*",
      (version: string) => version.slice(2),
      (version: string) => `"x", ${version}`,
    ]) {
      const made = await make(scim);
      for (let index = 0; index < 3; index += 1) {
        const version = versionOf((await get(scim, made.path)).body);
        const answer = await writes(scim, made, { "if-match": conditionOf(version) })[index]?.();
        expect([200, 204], answer?.text).toContain(answer?.status);
      }
      expectScimError(await get(scim, made.path), 404);
    }
  });

  test(`V-03 If-Match on ${what} that is not there is a 404; If-None-Match on one that is, a 412`, async ({ scim }) => {
    const made = await make(scim);
    for (const write of writes(scim, made, { "if-none-match": "*" })) expectScimError(await write(), 412);
    await expectUnchanged(scim, made.path, made.resource);
    const gone = { ...made, path: made.path.replace(/[^/]+$/, "nobody") };
    for (const write of writes(scim, gone, { "if-match": "*" })) expectScimError(await write(), 404);
  });
}

function uniqueName(body: JsonObject): JsonObject {
  return "userName" in body ? { userName: userBody().userName ?? "" } : { displayName: groupBody().displayName ?? "" };
}

test("V-04 the version changes exactly when the representation does", async ({ scim }) => {
  const path = `/Users/${idOf(await createUser(scim, { title: "x" }))}`;
  const version = versionOf((await get(scim, path)).body);
  await patch(scim, path, { op: "replace", path: "title", value: "x" });
  expect(versionOf((await get(scim, path)).body)).toBe(version);
  await patch(scim, path, { op: "replace", path: "title", value: "y" });
  expect(versionOf((await get(scim, path)).body)).not.toBe(version);
});

test("V-04 a change of members moves the group's version and not the person's", async ({ scim }) => {
  const user = await createUser(scim);
  const group = await createGroup(scim);
  await patch(scim, `/Groups/${idOf(group)}`, { op: "add", path: "members", value: memberValues([idOf(user)]) });
  expect(versionOf((await get(scim, `/Groups/${idOf(group)}`)).body)).not.toBe(versionOf(group));
  expect(versionOf((await get(scim, `/Users/${idOf(user)}`)).body)).toBe(versionOf(user));
  await send(scim, "DELETE", `/Users/${idOf(user)}`);
  expect((await get(scim, `/Groups/${idOf(group)}`, { "if-none-match": versionOf(group) })).status).toBe(200);
});

test("X-02 a PATCH under a stale version does none of its operations", async ({ scim }) => {
  const user = await createUser(scim, { title: "old" });
  const path = `/Users/${idOf(user)}`;
  await patch(scim, path, { op: "replace", path: "title", value: "new" });
  const before = (await get(scim, path)).body;
  const operations = [
    { op: "replace", path: "title", value: "stale" },
    { op: "add", path: "nickName", value: "stale" },
  ];
  expectScimError(await patchIf(scim, path, versionOf(user), ...operations), 412);
  await expectUnchanged(scim, path, before);
  expect((await patchIf(scim, path, versionOf(before), ...operations)).status).toBe(200);
});

test("X-06, X-10 members added or removed again under a version: no change, no new version; stale, a 412", async ({
  scim,
}) => {
  const [ada = "", bob = ""] = await createUsers(scim, 2);
  const group = await createGroup(scim, [ada]);
  const path = `/Groups/${idOf(group)}`;
  const again = [
    { op: "add", path: "members", value: memberValues([ada]) },
    { op: "remove", path: "members", value: memberValues([bob]) },
  ];
  for (const operation of again) {
    expect([200, 204]).toContain((await patchIf(scim, path, versionOf(group), operation)).status);
  }
  await expectUnchanged(scim, path, group);
  await patch(scim, path, { op: "add", path: "members", value: memberValues([bob]) });
  for (const operation of [
    ...again,
    { op: "remove", path: "members" },
    { op: "replace", path: "members", value: [] },
  ]) {
    expectScimError(await patchIf(scim, path, versionOf(group), operation), 412);
  }
  expect(await memberIds(scim, idOf(group))).toEqual([ada, bob].sort());
});

test("X-19 of 20 parallel PATCHes of members under one version exactly one is done", async ({ scim }) => {
  const ids = await createUsers(scim, 20);
  const group = await createGroup(scim);
  const answers = await Promise.all(
    ids.map((id) =>
      patchIf(scim, `/Groups/${idOf(group)}`, versionOf(group), {
        op: "add",
        path: "members",
        value: memberValues([id]),
      }),
    ),
  );
  const done = ids.filter((_, index) => (answers[index]?.status ?? 500) < 300);
  expect(done).toHaveLength(1);
  for (const answer of answers) if (answer.status >= 300) expectScimError(answer, 412);
  expect(await memberIds(scim, idOf(group))).toEqual(done);
});

for (const [what, make] of makers) {
  test(`V-03, defect 3: of 20 parallel writes of ${what} under one version exactly one is done`, async ({ scim }) => {
    for (let kind = 0; kind < 3; kind += 1) {
      const made = await make(scim);
      const headers = { "if-match": versionOf(made.resource) };
      const answers = await Promise.all(Array.from({ length: 20 }, () => writes(scim, made, headers)[kind]?.()));
      const statuses = answers.map((answer) => answer?.status ?? 500);
      expect(statuses.filter((status) => status < 300)).toHaveLength(1);
      for (const status of statuses) if (status >= 300) expect(kind === 2 ? [404, 412] : [412]).toContain(status);
    }
  });
}

test("V-06 no write needs a version", async ({ scim }) => {
  const { path, body } = await makeUser(scim);
  expect((await put(scim, path, body)).status).toBe(200);
  expect((await send(scim, "DELETE", path)).status).toBe(204);
});
