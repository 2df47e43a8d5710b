import type { Scim } from "../fixtures";
import { expect, test } from "../fixtures";
import {
  createGroup,
  createUser,
  createUsers,
  filtered,
  find,
  findIds,
  get,
  groupBody,
  idOf,
  memberIds,
  memberValues,
  patch,
  post,
  put,
  remove,
  textAt,
  unique,
  userBody,
} from "./exchange";
import { expectListResponse, expectScimError } from "./expectations";
import { enterpriseUrn, userUrn } from "./urns";

test("X-19 50 parallel PATCHes that add different members all survive", async ({ scim }) => {
  const ids = await createUsers(scim, 50);
  const group = idOf(await createGroup(scim));
  const answers = await Promise.all(
    ids.map((id) => patch(scim, `/Groups/${group}`, { op: "add", path: "members", value: [{ value: id }] })),
  );
  for (const answer of answers) {
    expect([200, 204], answer.text).toContain(answer.status);
  }
  expect(await memberIds(scim, group)).toEqual([...ids].sort());
  expect(await findIds(scim, "/Users", `groups.value eq "${group}"`)).toEqual([...ids].sort());
  for (const id of [ids[0], ids[25], ids[49]]) {
    expect(await findIds(scim, "/Groups", `members eq "${id}"`)).toEqual([group]);
  }
});

test("X-19 parallel adds and removes of different members all hold", async ({ scim }) => {
  const leaving = await createUsers(scim, 20);
  const staying = await createUsers(scim, 10);
  const coming = await createUsers(scim, 20);
  const group = idOf(await createGroup(scim, [...leaving, ...staying]));
  const path = `/Groups/${group}`;
  const answers = await Promise.all([
    ...leaving.map((id, index) =>
      index % 2 === 0
        ? patch(scim, path, { op: "remove", path: `members[value eq "${id}"]` })
        : patch(scim, path, { op: "Remove", path: "members", value: [{ value: id }] }),
    ),
    ...coming.map((id) => patch(scim, path, { op: "add", path: "members", value: memberValues([id]) })),
  ]);
  for (const answer of answers) {
    expect([200, 204], answer.text).toContain(answer.status);
  }
  expect(await memberIds(scim, group)).toEqual([...staying, ...coming].sort());
});

test("X-19 parallel member changes and renames of one group do not undo one another", async ({ scim }) => {
  const ids = await createUsers(scim, 16);
  const group = idOf(await createGroup(scim));
  const path = `/Groups/${group}`;
  const names = Array.from({ length: 8 }, () => unique("name"));
  const answers = await Promise.all([
    ...ids.map((id) => patch(scim, path, { op: "add", path: "members", value: memberValues([id]) })),
    ...names.map((value) => patch(scim, path, { op: "replace", path: "displayName", value })),
    ...names.map((value) => patch(scim, path, { op: "replace", path: "externalId", value })),
  ]);
  for (const answer of answers) {
    expect([200, 204], answer.text).toContain(answer.status);
  }
  const after = (await get(scim, path)).body;
  expect(names).toContain(after.displayName);
  expect(names).toContain(after.externalId);
  expect(await memberIds(scim, group)).toEqual([...ids].sort());
});

test("P-04, peer 15: 20 parallel POSTs of one userName, in any case: one 201 and nineteen 409", async ({ scim }) => {
  const userName = `${unique("Race")}@Example.com`;
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      post(scim, "/Users", userBody({ userName: vary(userName, index), title: `racer ${index}` })),
    ),
  );
  await expectOneWinner(scim, answers, "/Users", `userName eq "${userName}"`);
});

test("N-02, peer 15b: 20 parallel POSTs of one group name, in any case: one 201 and nineteen 409", async ({ scim }) => {
  const displayName = unique("Race");
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      post(scim, "/Groups", groupBody({ displayName: vary(displayName, index) })),
    ),
  );
  await expectOneWinner(scim, answers, "/Groups", `displayName eq "${displayName}"`);
});

function vary(text: string, index: number): string {
  return [text, text.toUpperCase(), text.toLowerCase()][index % 3] ?? text;
}

async function expectOneWinner(
  scim: Scim,
  answers: readonly Awaited<ReturnType<typeof post>>[],
  endpoint: string,
  filter: string,
) {
  const winners = answers.filter((answer) => answer.status === 201);
  expect(winners).toHaveLength(1);
  for (const answer of answers.filter((each) => each.status !== 201)) {
    expectScimError(answer, 409, "uniqueness");
  }
  const found = await find(scim, endpoint, filter);
  expect(found.map(idOf)).toEqual(winners.map((winner) => idOf(winner.body)));
}

test("X-17 parallel renames to one userName: one wins, the others are 409 and stay as they were", async ({ scim }) => {
  const users = await Promise.all(Array.from({ length: 10 }, () => createUser(scim)));
  const userName = unique("wanted");
  const answers = await Promise.all(
    users.map((user) => patch(scim, `/Users/${idOf(user)}`, { op: "replace", path: "userName", value: userName })),
  );
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  for (const answer of answers.filter((each) => each.status !== 200)) {
    expectScimError(answer, 409, "uniqueness");
  }
  expect(await find(scim, "/Users", `userName eq "${userName}"`)).toHaveLength(1);
  expect(await find(scim, "/Users", "userName pr")).toHaveLength(10);
});

test("defect 2: 8 parallel PATCHes of 8 attributes of one person all survive", async ({ scim }) => {
  for (let round = 0; round < 5; round += 1) {
    const path = `/Users/${idOf(await createUser(scim, { name: { givenName: "Ada" } }))}`;
    const answers = await Promise.all(
      [
        { op: "replace", path: "title", value: "1" },
        { op: "replace", path: "nickName", value: "2" },
        { op: "replace", path: "name.familyName", value: "3" },
        { op: "add", path: "emails", value: [{ value: "4@x.example" }] },
        { op: "replace", path: `${enterpriseUrn}:department`, value: "5" },
        { op: "replace", path: "active", value: false },
        { op: "replace", path: "externalId", value: "7" },
        { op: "replace", path: "role", value: "moderator" },
      ].map((operation) => patch(scim, path, operation)),
    );
    for (const answer of answers) {
      expect(answer.status, answer.text).toBe(200);
    }
    expect((await get(scim, path)).body).toMatchObject({
      title: "1",
      nickName: "2",
      name: { givenName: "Ada", familyName: "3" },
      emails: [{ value: "4@x.example" }],
      [enterpriseUrn]: { department: "5" },
      active: false,
      externalId: "7",
      role: "moderator",
    });
  }
});

test("16 parallel adds to one multi-valued attribute of one person all survive", async ({ scim }) => {
  const path = `/Users/${idOf(await createUser(scim))}`;
  const values = Array.from({ length: 16 }, (_, index) => `${index}@x.example`).sort();
  const answers = await Promise.all(
    values.map((value) => patch(scim, path, { op: "add", path: "emails", value: [{ value }] })),
  );
  for (const answer of answers) {
    expect(answer.status, answer.text).toBe(200);
  }
  const emails = (await get(scim, path)).body.emails;
  expect((Array.isArray(emails) ? emails : []).map((email) => textAt(email, "value")).sort()).toEqual(values);
});

test("a rename racing filters and reads never errs, and every answer is one state or the other", async ({ scim }) => {
  const user = await createUser(scim, { userName: unique("a") });
  const path = `/Users/${idOf(user)}`;
  const names = [unique("a"), unique("b")];
  const rename = async () => {
    for (let round = 0; round < 30; round += 1) {
      const value = names[round % 2] ?? "";
      expect((await patch(scim, path, { op: "replace", path: "userName", value })).status).toBe(200);
    }
  };
  const look = async () => {
    for (let round = 0; round < 30; round += 1) {
      for (const name of names) {
        const found = expectListResponse(await get(scim, filtered("/Users", `userName eq "${name}"`)));
        expect(found.length).toBeLessThanOrEqual(1);
        for (const each of found) {
          expect(textAt(each, "id")).toBe(idOf(user));
        }
      }
      expect((await get(scim, path)).status).toBe(200);
    }
  };
  await Promise.all([rename(), look(), look()]);
});

test("a PUT racing PATCHes and deletes never errs", async ({ scim }) => {
  const ids = await createUsers(scim, 10);
  const group = idOf(await createGroup(scim, ids));
  const answers = await Promise.all(
    ids.flatMap((id) => [
      put(scim, `/Users/${id}`, userBody({ title: "put" })),
      patch(scim, `/Users/${id}`, { op: "replace", path: "title", value: "patch" }),
      patch(scim, `/Groups/${group}`, { op: "add", path: "members", value: memberValues([id]) }),
      remove(scim, `/Users/${id}`),
      get(scim, `/Groups/${group}`),
    ]),
  );
  for (const answer of answers) {
    expect([200, 204, 400, 404], answer.text).toContain(answer.status);
  }
  expect(await memberIds(scim, group)).toEqual([]);
  expect(expectListResponse(await get(scim, "/Users"))).toEqual([]);
});

test("two groups made members of one another at once are no deadlock", async ({ scim }) => {
  const groups = await Promise.all(Array.from({ length: 6 }, () => createGroup(scim)));
  const ids = groups.map(idOf);
  const answers = await Promise.all(
    ids.flatMap((id) =>
      ids
        .filter((other) => other !== id)
        .map((other) => patch(scim, `/Groups/${id}`, { op: "add", path: "members", value: memberValues([other]) })),
    ),
  );
  for (const answer of answers) {
    expect([200, 204], answer.text).toContain(answer.status);
  }
  for (const id of ids) {
    expect(await memberIds(scim, id)).toEqual(ids.filter((other) => other !== id).sort());
  }
});

test.describe("the last two owners", () => {
  test.use({ scimClient: { options: { highestGrantableRole: "owner" } } });

  for (const [what, write] of [
    [
      "deactivated",
      (scim: Scim, id: string) => patch(scim, `/Users/${id}`, { op: "replace", path: "active", value: false }),
    ],
    [
      "lowered",
      (scim: Scim, id: string) => patch(scim, `/Users/${id}`, { op: "replace", path: "role", value: "member" }),
    ],
    ["deleted", (scim: Scim, id: string) => remove(scim, `/Users/${id}`)],
    [
      "replaced as inactive",
      (scim: Scim, id: string) => put(scim, `/Users/${id}`, { schemas: [userUrn], userName: id, active: false }),
    ],
  ] as const) {
    test(`${what} in parallel: one owner remains`, async ({ scim, roster }) => {
      const email = `${unique("olga")}@example.com`;
      const args = ["owner", "create", "-r", scim.organization.subdomain, "--email", email, "--name", "Olga Owner"];
      await roster([...args, "--password-stdin"], { input: "a long enough Passw0rd\n" });
      for (let round = 0; round < 5; round += 1) {
        const owners = await findIds(scim, "/Users", 'role eq "owner" and active eq true');
        expect(owners).toHaveLength(1);
        owners.push(idOf(await createUser(scim, { role: "owner" })));
        const answers = await Promise.all(owners.map((id) => write(scim, id)));
        expect(
          answers.filter((answer) => answer.status < 300),
          JSON.stringify(answers),
        ).toHaveLength(1);
        const refused = answers.filter((answer) => answer.status >= 300);
        expect(refused).toHaveLength(1);
        for (const answer of refused) {
          expectScimError(answer, 403);
        }
      }
    });
  }
});
