import type { JsonObject } from "@/lib/scim/json";
import { expect, test } from "../fixtures";
import {
  type Answer,
  type Connection,
  createGroup,
  createUser,
  createUsers,
  filtered,
  get,
  idOf,
  memberIds,
  memberValues,
  type Operation,
  patch,
  post,
  put,
  textAt,
  unique,
  userBody,
} from "./exchange";
import { rawRequest } from "./raw-request";
import { enterpriseUrn, groupUrn, userUrn } from "./urns";

// Each tolerance by its name in lib/directory/compatibility, and the remark that the request's log row then has.

const entraGroupUrn = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";

type Request = (scim: Connection) => Promise<Answer>;

const create =
  (attributes: JsonObject, schemas: JsonObject = {}): Request =>
  (scim) =>
    post(scim, "/Users", { ...userBody(attributes), ...schemas });

const change =
  (operation: Operation, attributes: JsonObject = {}): Request =>
  async (scim) =>
    patch(scim, `/Users/${idOf(await createUser(scim, attributes))}`, operation);

const search =
  (filter: string): Request =>
  (scim) =>
    get(scim, filtered("/Users", filter));

const enterprise = (attributes: JsonObject) =>
  create({ schemas: [userUrn, enterpriseUrn], [enterpriseUrn]: attributes });

const tolerated: readonly [string, Request, string][] = [
  ["booleanText C-09", create({ active: "False" }), 'read the text "False" as false (active)'],
  ["booleanText X-16", change({ op: "Replace", path: "active", value: "True" }), 'read the text "True" as true'],
  ["booleanText F-06", search('active eq "True"'), 'read the text "True" as true (active in a filter)'],
  [
    "booleanText X-08",
    change({ op: "replace", path: 'roles[primary eq "True"].value', value: "x" }),
    'read the text "True" as true (primary in a filter)',
  ],
  ["textAsReference C-09", create({ profileUrl: "C:\\Ada.html" }), "kept the text in profileUrl as it is"],
  ["textAsReference C-09 PATCH", change({ op: "add", path: "profileUrl", value: "a b" }), "though it is no URI"],
  ["emptyTextAsUnassigned X-14", create({ title: "" }), "read the empty text as unassigned (title)"],
  ["emptyTextAsUnassigned X-14 PATCH", change({ op: "Replace", path: "title", value: "" }, { title: "x" }), "(title)"],
  [
    "singleValueAsArray C-10",
    create({ emails: { value: "a@b.example" } }),
    "read the single value of emails as an array of one",
  ],
  ["singleValueAsArray C-10 schemas", create({}, { schemas: userUrn }), "read the single value of schemas"],
  ["textAsElement", create({ roles: ["admins"] }), "read a text in roles as an element with that value"],
  ["textAsManager X-15", enterprise({ manager: "m" }), "manager as an object with that value"],
  [
    "textAsManager X-15 PATCH",
    change({ op: "Add", path: `${enterpriseUrn}:manager`, value: "m" }),
    "read the text in manager as an object with that value",
  ],
  ["arrayAsManager X-15", enterprise({ manager: [{ value: "m" }] }), "manager as the one value"],
  [
    "emptyElementAsUnassigned X-14",
    create({ phoneNumbers: [{ type: "work", value: "" }] }),
    "read a value of phoneNumbers that holds nothing as unassigned",
  ],
  ["passwordIgnored P-08", create({ password: "correct horse" }), "a password was sent; Roster keeps none"],
  ["passwordIgnored P-08 PATCH", change({ op: "replace", value: { password: "x" } }), "a password was sent"],
  ["missingSchemas P-02", create({}, { schemas: [] }), "took it from the address"],
  [
    "foreignSchemaUrn P-03",
    (scim) => post(scim, "/Groups", { schemas: [groupUrn, entraGroupUrn], displayName: unique("g") }),
    `ignored the schema "${entraGroupUrn}"`,
  ],
  ["extensionUrnMissing P-03", create({ [enterpriseUrn]: { department: "x" } }), `added "${enterpriseUrn}" to schemas`],
  ["extensionAttributeAtTopLevel X-15", create({ department: "x" }), `read department as ${enterpriseUrn}:department`],
  [
    "extensionAttributeAtTopLevel X-15 PATCH",
    change({ op: "Add", path: "manager", value: { value: "m" } }),
    `read "manager" as ${enterpriseUrn}:manager`,
  ],
  ["extensionAttributeAtTopLevel X-15 filter", search('department eq "x"'), "read department in a filter as"],
  ["managerAsItsValue F-13", search(`${enterpriseUrn}:manager eq "m"`), "manager in a filter as"],
  ["qualifiedKey N-05", create({ [userUrn]: { role: "guest" } }), `read the key "${userUrn}" as what it names`],
  ["qualifiedKey X-05", create({ [`${enterpriseUrn}:department`]: "x" }), 'department" as what it names'],
  ["unknownAttributes", create({ badge: 7 }), 'ignored the attribute "badge", which no schema knows'],
  ["unknownAttributes PATCH", change({ op: "add", value: { badge: 7 } }), 'ignored the attribute "badge"'],
  [
    "pathAsKey X-05",
    change({ op: "add", value: { "name.givenName": "Ada" } }),
    'read the key "name.givenName" as a path',
  ],
  [
    "readOnlyPassedOver X-11",
    async (scim) => {
      const group = await createGroup(scim);
      const value = { id: idOf(group), displayName: unique("g") };
      return patch(scim, `/Groups/${idOf(group)}`, { op: "replace", value });
    },
    "passed over id, which is read-only",
  ],
  ["schemasPassedOver X-20", change({ op: "add", path: "schemas", value: [enterpriseUrn] }), "passed over schemas"],
  [
    "elementCreated X-08",
    change({ op: "Replace", path: 'emails[type eq "work"].value', value: "a@b.example" }),
    'made the value that "emails[type eq "work"].value" asks for',
  ],
  [
    "activeUnassigned",
    change({ op: "remove", path: "active" }),
    "active was unassigned, which is neither true nor false",
  ],
  [
    "roleUnchanged",
    create({ roles: [{ value: "Sales.Reader", primary: true }] }),
    '"Sales.Reader" in roles is not a role of the organization',
  ],
];

for (const [name, request, remark] of tolerated) {
  test(`${name} is tolerated and noted on the log row`, async ({ scim, readLeniencies }) => {
    const answer = await request(scim);
    expect([200, 201, 204], answer.text).toContain(answer.status);
    expect(await readLeniencies(answer)).toContainEqual(expect.stringContaining(remark));
  });
}

test("valueOfRemoval X-10 is tolerated and noted on the log row", async ({ scim, readLeniencies }) => {
  const [ada = "", bob = ""] = await createUsers(scim, 2);
  const group = idOf(await createGroup(scim, [ada, bob]));
  const answer = await patch(scim, `/Groups/${group}`, { op: "remove", path: "members", value: memberValues([ada]) });
  expect(await readLeniencies(answer)).toEqual(["removed from members only what the value of the removal lists"]);
  expect(await memberIds(scim, group)).toEqual([bob]);
});

test.describe("with the preset zulip", () => {
  test.use({ scimClient: { preset: "zulip" } });

  test("displayNameIsFullName is noted on the log row", async ({ scim, readLeniencies }) => {
    const name = { formatted: "Ada Lovelace" };
    const answer = await post(scim, "/Users", userBody({ active: true, name, displayName: "Countess" }));
    expect(answer.status, answer.text).toBe(201);
    expect(await readLeniencies(answer)).toEqual([expect.stringContaining('displayName "Countess" was passed over')]);
  });
});

test("tokenInWwwAuthenticate is tolerated and noted on the log row", async ({ scim, readLeniencies }) => {
  const headers = { authorization: "", "www-authenticate": `Bearer ${scim.token}` };
  const answer = await get(scim, "/Users", headers);
  expect(answer.status, answer.text).toBe(200);
  expect(await readLeniencies(answer)).toEqual([expect.stringContaining("from the header WWW-Authenticate")]);
});

test("contentTypeMissing T-03 is tolerated and noted on the log row", async ({ scim, readLeniencies }) => {
  const body = JSON.stringify(userBody());
  const answer = await rawRequest(scim.baseUrl, "POST", "/Users", { authorization: `Bearer ${scim.token}` }, body);
  expect(answer.status, answer.text).toBe(201);
  expect(await readLeniencies(answer)).toEqual([expect.stringContaining("there is no Content-Type")]);
});

test("what the RFC has needs no remark", async ({ scim, readLeniencies }) => {
  const created = await post(
    scim,
    "/Users",
    userBody({ active: false, title: null, emails: [{ value: "a@b.example" }] }),
  );
  const path = `/Users/${idOf(created.body)}`;
  const answers = [
    created,
    await put(scim, path, created.body),
    await patch(scim, path, { op: "replace", path: "emails[value pr].value", value: "c@d.example" }),
    await patch(scim, path, { op: "add", value: { title: "Dr" } }),
    await get(scim, filtered("/Users", 'active eq false and emails co "d"')),
  ];
  for (const answer of answers) expect(await readLeniencies(answer), answer.text).toEqual([]);
});

test("the remarks are in the log that the command line exports", async ({ scim, roster, readLeniencies }) => {
  const answer = await post(scim, "/Users", userBody({ active: "False" }));
  await readLeniencies(answer);
  const exported = JSON.stringify(await roster(["log", "tail", "-r", scim.organization.subdomain, "-n", "1"]));
  expect(exported).toContain(textAt(answer.body, "id"));
  expect(exported).toContain('read the text \\"False\\" as false (active)');
});
