import { expect } from "../../../fixtures";
import { idOf, listAt, sortedTexts, textAt, valueAt } from "../../exchange";
import { expectResource, expectScimError, versionOf } from "../../expectations";
import { enterpriseUrn, groupUrn, userUrn } from "../../urns";
import type { Conversation, Exchange, RowExpectations } from "../replay";

function expectNoPassword({ answer }: Exchange): void {
  expect(answer.text).not.toContain("password");
  expect(answer.text).not.toContain("-rand-");
}

const oktaRoleUrn = "urn:okta:scim:schemas:core:1.0:Role";

async function expectMembers({ readBack, variables }: Exchange, names: readonly string[]): Promise<void> {
  const group = await readBack();
  expect(sortedTexts(listAt(group, "members"), "value")).toEqual(names.map((name) => variables.get(name)).sort());
}

function expectResourceTypes(...ids: readonly string[]): (exchange: Exchange) => void {
  return ({ answer }) => expect(sortedTexts(listAt(answer.body, "Resources"), "id")).toEqual(ids);
}

const expectations: RowExpectations = {
  "spec 1: users endpoint": ({ answer }) => {
    expect(answer.body).toMatchObject({ totalResults: 1, itemsPerPage: 1, startIndex: 1 });
    const user = valueAt(answer.body, "Resources[0]");
    for (const path of ["id", "name.familyName", "name.givenName", "userName", "emails[0].value"]) {
      expect(textAt(user, path)).not.toBe("");
    }
    expect(valueAt(user, "active")).toBe(true);
  },
  "spec 4: unknown id": ({ answer }) => expectScimError(answer, 404),
  "create user (assignment)": (exchange) => {
    expectNoPassword(exchange);
    expectResource(exchange.scim, exchange.answer.body, "User");
    const { schemas, groups, password, ...echoed } = Object(exchange.sent);
    expect(exchange.answer.body).toMatchObject({ schemas, ...echoed });
    expect([groups, password]).toEqual([[], "Zq8-rand-4417"]);
    expect(exchange.answer.body).not.toHaveProperty("groups");
  },
  "create second user": ({ answer, scim }) => expectResource(scim, answer.body, "User"),
  "spec 7: get created": (exchange) => {
    expectNoPassword(exchange);
    expect(exchange.answer.body).toMatchObject({
      userName: "lena.brandt@atrium-test.example",
      name: { givenName: "Lena", familyName: "Brandt" },
      externalId: "00u9fixture1T6Aj10h7",
      locale: "en-US",
    });
  },
  "spec 8: create duplicate": ({ answer }) => expectScimError(answer, 409, "uniqueness"),
  "spec 9: userName upper case": ({ answer, variables }) => {
    expect(valueAt(answer.body, "Resources[0].id")).toBe(variables.get("u1.id"));
  },
  "spec 11: bad token": ({ answer }) => {
    expectScimError(answer, 401);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer /);
  },
  "spec 12: unknown numeric id": ({ answer }) => expectScimError(answer, 404),
  "profile update PUT": async ({ answer, readBack, variables }) => {
    expect(answer.body).toEqual(await readBack());
    expect(answer.body).toMatchObject({
      id: variables.get("u1.id"),
      externalId: "00u9fixture1T6Aj10h7",
      displayName: "Magdalena Brandt",
      name: { givenName: "Magdalena", familyName: "Brandt" },
    });
    expect(valueAt(answer.body, "emails[0].display")).toBe("lena.brandt@atrium-test.example");
    expect(answer.body).not.toHaveProperty("locale");
  },
  "profile update PATCH (OIN template)": async ({ readBack }) => {
    expect(await readBack()).toMatchObject({ name: { givenName: "Lena", familyName: "Brandt" }, title: "Lead" });
  },
  "password sync": async (exchange) => {
    expectNoPassword(exchange);
    expect(await exchange.readBack()).not.toHaveProperty("password");
  },
  "read deactivated": ({ answer }) => {
    expect(answer.body).toMatchObject({ title: "Lead", displayName: "Magdalena Brandt" });
  },
  "deactivate (AIW PUT)": async ({ answer, readBack }) => {
    expect(answer.body).toEqual(await readBack());
  },
  "group push create": ({ answer, scim }) => {
    expectResource(scim, answer.body, "Group");
    expect(answer.body).toMatchObject({ schemas: [groupUrn], displayName: "Atrium Engineers" });
    expect(listAt(answer.body, "members")).toEqual([]);
  },
  "group name with id in value": async ({ readBack, variables }) => {
    const group = await readBack();
    expect(group["displayName"]).toBe("Atrium Engineers");
    expect(idOf(group)).toBe(variables.get("g1.id"));
    expect(versionOf(group), "nothing changed").toMatch(/^W\/"/);
  },
  "group members add": (exchange) => expectMembers(exchange, ["u1.id"]),
  "group members remove+add": (exchange) => expectMembers(exchange, ["u2.id"]),
  "group full push": (exchange) => expectMembers(exchange, ["u1.id", "u2.id"]),
  "group full push path-less": (exchange) => expectMembers(exchange, ["u1.id"]),
  "group push now, empty": (exchange) => expectMembers(exchange, []),
  "group PUT (AIW)": async (exchange) => {
    await expectMembers(exchange, ["u2.id"]);
    expect(exchange.answer.body["displayName"]).toBe("Atrium Engineering");
  },
  "get group": ({ answer, variables, scim }) => {
    const id = variables.get("u2.id");
    expect(answer.body["members"]).toEqual([
      { value: id, $ref: `${scim.baseUrl}/Users/${id}`, type: "User", display: expect.stringMatching(/Omar Silva/) },
    ]);
  },
  "import users page 1": ({ answer, variables }) => {
    expect(answer.body).toMatchObject({ totalResults: 3, itemsPerPage: 3, startIndex: 1 });
    const ids = listAt(answer.body, "Resources").map((user) => textAt(user, "id"));
    expect(ids).toEqual(expect.arrayContaining([variables.get("u1.id"), variables.get("u2.id")]));
  },
  "import users page 2": ({ answer }) => {
    expect(answer.body).toMatchObject({ totalResults: 3, itemsPerPage: 0, startIndex: 101, Resources: [] });
  },
  "import groups": ({ answer, variables }) => {
    expect(valueAt(answer.body, "Resources[0].id")).toBe(variables.get("g1.id"));
  },
  "IGA: resource types": expectResourceTypes("Group", "User"),
  "IGA: schemas": ({ answer }) => {
    expect(sortedTexts(listAt(answer.body, "Resources"), "id")).toEqual(
      expect.arrayContaining([groupUrn, userUrn, enterpriseUrn]),
    );
  },
  "IGA: entitlement page": ({ answer }) => {
    expect(answer.body).toMatchObject({ totalResults: 5, itemsPerPage: 1, startIndex: 1 });
    expect(textAt(answer.body, "Resources[0].id")).toBe("owner");
  },
  "unassign = deactivate, never DELETE": async ({ readBack }) => {
    expect((await readBack())["userName"]).toBe("omar.silva@atrium-test.example");
  },
  "rate limited": ({ answer }) => {
    expectScimError(answer, 429);
    expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
  },
};

/** What Okta reads where the Role resource type is published in its own dialect, as the preset okta does. */
export const oktaRoles: RowExpectations = {
  "IGA: resource types": expectResourceTypes("Entitlement", "Group", "Role", "User"),
  "IGA: entitlement page": ({ answer }) => {
    expect(answer.body).toMatchObject({ totalResults: 5, itemsPerPage: 1, startIndex: 1 });
    expect(valueAt(answer.body, "Resources[0]")).toMatchObject({
      schemas: expect.arrayContaining([oktaRoleUrn]),
      id: "owner",
      displayName: "Owner",
      description: expect.stringMatching(/\S/),
    });
  },
};

export const oktaConversation: Conversation = {
  file: new URL("./requests.json", import.meta.url),
  expectations,
  underLoad: ["rate limited"],
};
