import { readdirSync, readFileSync } from "node:fs";
import type { JsonObject } from "@/lib/scim/json";
import { expect, test } from "../fixtures";
import { createGroup, createUser, createUsers, findIds, get, idOf, memberIds, patch, post, userBody } from "./exchange";
import { expectPatched } from "./expectations";

// The interoperability bugs that real servers had ("interop 12"), as their issue trackers tell them. Most rows are held by
// the suites of the behaviour checklist, whose tests have the row's number in their names; here is what they leave.

test("interop 6, interop 7: Okta's PATCHes of a group without a path, its id among the values", async ({ scim }) => {
  const [first = "", second = ""] = await createUsers(scim, 2);
  const id = idOf(await createGroup(scim, [first]));
  const path = `/Groups/${id}`;
  for (const value of [
    { id, displayName: "Renamed" },
    { displayName: "Renamed again", externalId: "g-1" },
    { members: [{ value: second, display: "second@example.com" }] },
  ]) {
    await expectPatched(scim, await patch(scim, path, { op: "replace", value }), path);
  }
  expect((await get(scim, path)).body).toMatchObject({ id, displayName: "Renamed again", externalId: "g-1" });
  expect(await memberIds(scim, id)).toEqual([second]);
  await patch(scim, path, { op: "add", value: { members: [{ value: first }] } });
  expect(await memberIds(scim, id)).toEqual([first, second].sort());
});

test("interop 17: two people who share an address are two people, told apart by userName", async ({ scim }) => {
  const emails = [{ value: "family@example.com", type: "work", primary: true }];
  const ids = [idOf(await createUser(scim, { emails })), idOf(await createUser(scim, { emails }))];
  expect(await findIds(scim, "/Users", 'emails.value eq "family@example.com"')).toEqual(ids.sort());
  const third = await createUser(scim);
  const moved = await patch(scim, `/Users/${idOf(third)}`, { op: "replace", path: "emails", value: emails });
  expect(moved.status, moved.text).toBe(200);
  // A userName that is another's address is free, too.
  expect((await post(scim, "/Users", userBody({ userName: "family@example.com" }))).status).toBe(201);
});

for (const operation of [
  { op: "Replace", path: "active", value: "True" },
  { op: "Add", path: "active", value: "True" },
  { op: "add", path: "active", value: true },
  { op: "Replace", value: { active: "True" } },
  { op: "Add", value: { active: true } },
]) {
  test(`interop 22, interop 39: who was deactivated comes back by ${JSON.stringify(operation)}`, async ({ scim }) => {
    const user = await createUser(scim, { title: "stays" });
    const group = idOf(await createGroup(scim, [idOf(user)]));
    const path = `/Users/${idOf(user)}`;
    await patch(scim, path, { op: "Replace", path: "active", value: "False" });
    const inactive = await get(scim, path);
    expect(inactive).toMatchObject({ status: 200, body: { active: false, title: "stays" } });
    const back: JsonObject = await expectPatched(scim, await patch(scim, path, operation), path);
    expect(back).toMatchObject({ active: true, title: "stays" });
    // Entra does not send memberships again.
    expect(await memberIds(scim, group)).toEqual([idOf(user)]);
  });
}

/** The rows of the lists; a letter is a request that belongs to the number before. */
const rows = {
  peer: [
    ...["1", "2", "2b", "2c", "3", "3b", "4", "5", "5b", "5c", "6", "7", "7b", "8", "8b", "8c", "8d", "9", "10", "10b"],
    ...["10c", "10d", "11", "11b", "12", "13", "13b", "14", "14b", "15", "15b", "16", "16b", "17", "18", "18b", "19"],
    ...["20", "20b", "21", "22", "23", "24", "25", "26"],
  ],
  // The tenth is that every token costs a slow hash: a speed, which the benchmark measures.
  defect: ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
  "runner-up": ["1", "2", "3", "4", "5", "6", "7"],
  // The thirtieth is that a deactivated person stays signed in: it belongs to the suites of the console's sessions.
  interop: Array.from({ length: 40 }, (_, index) => String(index + 1)).filter((row) => row !== "30"),
};

test("every row of the lists of what other servers got wrong is named by a test", () => {
  const folder = new URL("./", import.meta.url);
  const files = readdirSync(folder).filter((name) => /(\.spec|-cases)\.ts$/.test(name));
  const sources = files.map((name) => readFileSync(new URL(name, folder), "utf8"));
  // What a comment says is no test.
  const text = sources.join("\n").replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, "");
  const named = new Set(Array.from(text.matchAll(/\b(peer|defect|runner-up|interop) (\d+[a-d]?)\b/g), ([row]) => row));
  const expected = Object.entries(rows).flatMap(([list, numbers]) => numbers.map((number) => `${list} ${number}`));
  expect(expected.filter((row) => !named.has(row))).toEqual([]);
  expect([...named].filter((row) => !expected.includes(row))).toEqual([]);
});
