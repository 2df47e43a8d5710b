import type { JsonValue } from "@/lib/scim/json";
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
  patch,
  post,
  put,
  remove,
  textAt,
  unique,
  userBody,
  valueAt,
} from "./exchange";
import { expectScimError } from "./expectations";
import { enterpriseUrn, groupUrn, userUrn } from "./urns";

/** RFC 7643 §8.7.1, one attribute a line: name, type, and what differs from an optional readWrite default one. */
const printed: Readonly<Record<string, string>> = {
  [userUrn]: `
    userName string required server
    name complex
    name.formatted string
    name.familyName string
    name.givenName string
    name.middleName string
    name.honorificPrefix string
    name.honorificSuffix string
    displayName string
    nickName string
    profileUrl reference
    title string
    userType string
    preferredLanguage string
    locale string
    timezone string
    active boolean
    password string writeOnly never
    emails complex many
    emails.value string
    emails.display string
    emails.type string
    emails.primary boolean
    phoneNumbers complex many
    phoneNumbers.value string
    phoneNumbers.display string
    phoneNumbers.type string
    phoneNumbers.primary boolean
    ims complex many
    ims.value string
    ims.display string
    ims.type string
    ims.primary boolean
    photos complex many
    photos.value reference
    photos.display string
    photos.type string
    photos.primary boolean
    addresses complex many
    addresses.formatted string
    addresses.streetAddress string
    addresses.locality string
    addresses.region string
    addresses.postalCode string
    addresses.country string
    addresses.type string
    groups complex many readOnly
    groups.value string readOnly
    groups.$ref reference readOnly
    groups.display string readOnly
    groups.type string readOnly
    entitlements complex many
    entitlements.value string
    entitlements.display string
    entitlements.type string
    entitlements.primary boolean
    roles complex many
    roles.value string
    roles.display string
    roles.type string
    roles.primary boolean
    x509Certificates complex many
    x509Certificates.value binary
    x509Certificates.display string
    x509Certificates.type string
    x509Certificates.primary boolean`,
  [groupUrn]: `
    displayName string required *
    members complex many
    members.value string immutable
    members.$ref reference immutable
    members.type string immutable`,
  [enterpriseUrn]: `
    employeeNumber string
    costCenter string
    organization string
    division string
    department string
    manager complex
    manager.value string
    manager.$ref reference
    manager.displayName string readOnly`,
};

for (const [urn, table] of Object.entries(printed)) {
  test(`1.5 ${urn} is published as RFC 7643 prints it`, async ({ scim }) => {
    const { body } = await get(scim, `/Schemas/${urn}`);
    for (const line of table.trim().split(/\n\s*/)) {
      const [path = "", type, ...traits] = line.split(" ");
      const attribute = path
        .split(".")
        .reduce<JsonValue | undefined>(
          (parent, name) =>
            listAt(parent, parent === body ? "attributes" : "subAttributes").find(
              (each) => valueAt(each, "name") === name,
            ),
          body,
        );
      const mutability = traits.find((trait) => /Only$|^immutable$/.test(trait)) ?? "readWrite";
      const uniqueness = traits.includes("*") ? expect.any(String) : traits.includes("server") ? "server" : "none";
      expect(attribute, path).toMatchObject({
        type,
        multiValued: traits.includes("many"),
        required: traits.includes("required"),
        mutability,
        returned: traits.includes("never") ? "never" : "default",
        uniqueness,
      });
      if (type === "string") {
        // The value of a member or group is an id, and ids are compared with their case (F-03).
        expect(valueAt(attribute, "caseExact"), path).toBe(["members.value", "groups.value"].includes(path));
      }
    }
  });
}

test("interop 40: every attribute of RFC 7643 is stored and returned as sent", async ({ scim }) => {
  const attributes = {
    displayName: "Ada L.",
    nickName: "Ada",
    profileUrl: "https://example.com/Ada",
    title: "Chief",
    userType: "Contractor",
    preferredLanguage: "en-GB, fr;q=0.8",
    locale: "en-GB",
    timezone: "Europe/London",
    active: true,
    externalId: unique("e"),
    name: {
      formatted: "Hon. Ada K. Lovelace III",
      familyName: "Lovelace",
      givenName: "Ada",
      middleName: "K.",
      honorificPrefix: "Hon.",
      honorificSuffix: "III",
    },
    emails: [
      { value: "Ada@Example.com", display: "Ada (work)", type: "work", primary: true },
      { value: "ada@home.example", type: "home" },
    ],
    phoneNumbers: [
      { value: "tel:+1-201-555-0123;ext=4", type: "work" },
      { value: "(555) 5555 55", type: "mobile", display: "x" },
    ],
    ims: [{ value: "ada", type: "xmpp" }],
    photos: [{ value: "https://example.com/ada.png", type: "thumbnail" }],
    addresses: [
      {
        formatted: "1 St James's Square\nLondon",
        streetAddress: "1 St James's Square",
        locality: "London",
        region: "Greater London",
        postalCode: "SW1Y 4LB",
        country: "GB",
        type: "work",
        primary: true,
      },
    ],
    entitlements: [{ value: "e1", display: "E", type: "t", primary: true }],
    roles: [{ value: "Editor", display: "Ed", type: "t", primary: false }],
    x509Certificates: [{ value: Buffer.from("a certificate").toString("base64"), display: "c" }],
  };
  const enterprise = {
    employeeNumber: "007",
    costCenter: "4130",
    organization: "Analytical",
    division: "Engines",
    department: "Sums",
    manager: { value: "not-an-id" },
  };
  const created = await post(scim, "/Users", enterpriseUserBody(enterprise, attributes));
  expect(created.status, created.text).toBe(201);
  expect(created.body).toMatchObject({ ...attributes, [enterpriseUrn]: enterprise });
  expect(created.body[enterpriseUrn]).toEqual(enterprise);
  expect((await get(scim, `/Users/${idOf(created.body)}`)).body).toEqual(created.body);
});

test("U-01 userName is compared in NFC and without case", async ({ scim }) => {
  const stem = unique("u");
  const composed = `${stem}-Ren\u00c9`;
  const decomposed = `${stem}-rene\u0301`;
  const user = await createUser(scim, { userName: composed });
  expectScimError(await post(scim, "/Users", userBody({ userName: decomposed })), 409, "uniqueness");
  for (const [attribute, text] of [
    ["userName", decomposed],
    ["userName", decomposed.toUpperCase()],
    ["USERNAME", composed.toLowerCase()],
  ]) {
    expect(await findIds(scim, "/Users", `${attribute} eq "${text}"`)).toEqual([idOf(user)]);
  }
});

test("U-02 userName keeps its case and is unique without it", async ({ scim }) => {
  const userName = `${unique("JSmith")}@Example.COM`;
  const user = await createUser(scim, { userName });
  expect(user.userName).toBe(userName);
  for (const variant of [userName, userName.toLowerCase(), userName.toUpperCase()]) {
    expectScimError(await post(scim, "/Users", userBody({ userName: variant })), 409, "uniqueness");
    expect((await find(scim, "/Users", `userName eq "${variant}"`)).map((each) => each.userName)).toEqual([userName]);
  }
});

test("U-03 a type that is not canonical is accepted and compared without case", async ({ scim }) => {
  const user = await createUser(scim, { emails: [{ value: "a@b.example", type: "Campus" }] });
  expect(user.emails).toEqual([{ value: "a@b.example", type: "Campus" }]);
  expect(await findIds(scim, "/Users", `id eq "${idOf(user)}" and emails[type eq "CAMPUS"]`)).toEqual([idOf(user)]);
  const patched = await patch(scim, `/Users/${idOf(user)}`, {
    op: "replace",
    path: 'emails[type eq "campus"].value',
    value: "c@d.example",
  });
  expect(patched.body.emails).toEqual([{ value: "c@d.example", type: "Campus" }]);
});

test("U-04 $ref of members and groups is absolute and can be read", async ({ scim }) => {
  const user = await createUser(scim, { displayName: "Ada" });
  const nested = await createGroup(scim);
  const group = await createGroup(scim, [idOf(user), idOf(nested)]);
  const members = listAt((await get(scim, `/Groups/${idOf(group)}`)).body, "members");
  expect(members).toHaveLength(2);
  const groups = listAt((await get(scim, `/Users/${idOf(user)}`)).body, "groups");
  expect(groups).toHaveLength(1);
  for (const reference of [...members, ...groups]) {
    const url = textAt(reference, "$ref");
    expect(url.startsWith(`${scim.baseUrl}/`), url).toBe(true);
    const read = await get(scim, url.slice(scim.baseUrl.length));
    expect(idOf(read.body)).toBe(textAt(reference, "value"));
  }
});

test("U-05 $ref and displayName of a manager are computed; an unknown one is stored as sent", async ({ scim }) => {
  const boss = await createUser(scim, { displayName: "The Boss" });
  const managerOf = async (manager: JsonValue) => {
    const answer = await post(scim, "/Users", enterpriseUserBody({ manager }));
    expect(answer.status, answer.text).toBe(201);
    return valueAt((await get(scim, `/Users/${idOf(answer.body)}`)).body, `${enterpriseUrn}.manager`);
  };
  const computed = { value: idOf(boss), $ref: `${scim.baseUrl}/Users/${idOf(boss)}`, displayName: "The Boss" };
  expect(await managerOf({ value: idOf(boss) })).toEqual(computed);
  expect(await managerOf(idOf(boss))).toEqual(computed);
  expect(await managerOf([{ value: idOf(boss), $ref: null }])).toEqual(computed);
  expect(await managerOf({ value: "00u-unknown" })).toEqual({ value: "00u-unknown" });
  const noOne = "018f0000-0000-7000-8000-000000000000";
  expect(await managerOf({ value: noOne, displayName: "Nobody" })).toEqual({ value: noOne });

  await patch(scim, `/Users/${idOf(boss)}`, { op: "replace", path: "displayName", value: "The Chief" });
  const report = await findIds(scim, "/Users", `manager eq "${idOf(boss)}"`);
  expect(report).toHaveLength(3);
  const manager = valueAt((await get(scim, `/Users/${report[0]}`)).body, `${enterpriseUrn}.manager`);
  expect(manager).toEqual({ ...computed, displayName: "The Chief" });
});

test("U-05 a manager who is deleted stays referenced at most by value", async ({ scim }) => {
  const boss = await createUser(scim, { displayName: "The Boss" });
  const report = (await post(scim, "/Users", enterpriseUserBody({ manager: { value: idOf(boss) } }))).body;
  await remove(scim, `/Users/${idOf(boss)}`);
  const read = await get(scim, `/Users/${idOf(report)}`);
  expect(read.status).toBe(200);
  expect([undefined, idOf(boss)]).toContain(valueAt(read.body, `${enterpriseUrn}.manager.value`));
  expect(valueAt(read.body, `${enterpriseUrn}.manager.displayName`)).toBeUndefined();
  expect(valueAt(read.body, `${enterpriseUrn}.manager.$ref`)).toBeUndefined();
  expect((await put(scim, `/Users/${idOf(report)}`, read.body)).status).toBe(200);
});
