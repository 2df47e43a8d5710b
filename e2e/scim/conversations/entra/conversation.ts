import { expect } from "../../../fixtures";
import { get, listAt, sortedTexts, textAt, valueAt } from "../../exchange";
import { expectResource, expectScimError, versionOf } from "../../expectations";
import { enterpriseUrn, errorUrn, groupUrn, userUrn } from "../../urns";
import type { Conversation, Exchange, RowExpectations } from "../replay";

const acmeUrn = "urn:ietf:params:scim:schemas:extension:acmehr:2.0:User";

/** Everything that was sent comes back byte for byte, but for what only the service provider writes. */
function expectVerbatim({ answer, sent, scim }: Exchange, names: readonly string[]): void {
  for (const name of names) {
    expect(valueAt(answer.body, name), name).toEqual(valueAt(sent, name));
  }
  expectResource(scim, answer.body, "User");
}

/** Entra takes tokens of one to six hours. */
async function expectToken({ answer, scim }: Exchange): Promise<void> {
  expect(answer.body).toMatchObject({ token_type: "Bearer", expires_in: expect.any(Number) });
  const { expires_in: seconds } = answer.body;
  expect(typeof seconds === "number" && seconds >= 3_600 && seconds <= 21_600, String(seconds)).toBe(true);
  const headers = { authorization: `Bearer ${textAt(answer.body, "access_token")}` };
  expect((await get(scim, "/Users?count=1", headers)).status).toBe(200);
}

const expectations: RowExpectations = {
  "schema discovery": ({ answer }) => {
    expect(sortedTexts(listAt(answer.body, "Resources"), "id")).toEqual(
      expect.arrayContaining([groupUrn, userUrn, enterpriseUrn]),
    );
    expect(answer.text).not.toMatch(/:\s*null/);
  },
  "create user A": (exchange) => {
    const names = ["externalId", "userName", "displayName", "emails", "name", "title", "phoneNumbers", "addresses"];
    expectVerbatim(exchange, [...names, enterpriseUrn]);
    expect(exchange.answer.body).not.toHaveProperty("roles");
    expect(sortedTexts([exchange.answer.body], "meta.location")[0]).toContain("/scim/v2/Users/");
  },
  "create user B (manager), nulls in body, no enterprise data": (exchange) => {
    expectVerbatim(exchange, ["userName", "name", "emails"]);
    expect(exchange.answer.body["schemas"]).toEqual([userUrn]);
    for (const name of ["addresses", "phoneNumbers", "preferredLanguage", "title", "department", "manager", enterpriseUrn]) {
      expect(exchange.answer.body).not.toHaveProperty([name]);
    }
  },
  "match by userName, different case": ({ answer, variables }) => {
    expect(valueAt(answer.body, "Resources[0].userName")).toBe("Mira.Okafor@northwind-test.example");
    expect(valueAt(answer.body, "Resources[0].id")).toBe(variables.get("userA.id"));
  },
  "match by work email": ({ answer, variables }) => {
    expect(valueAt(answer.body, "Resources[0].id")).toBe(variables.get("userA.id"));
  },
  "get user A": ({ answer, scim }) => {
    expectResource(scim, answer.body, "User");
    expect(answer.body["userName"]).toBe("Mira.Okafor@northwind-test.example");
    expect(valueAt(answer.body, `${enterpriseUrn}.employeeNumber`)).toBe("70012");
  },
  "get unknown user": ({ answer }) => {
    expect(answer.body["schemas"]).toEqual([errorUrn]);
  },
  "update verbose (flag off)": async ({ readBack }) => {
    const user = await readBack();
    expect(user).toMatchObject({
      displayName: "Mira O. Okafor",
      name: { formatted: "Mira Okafor", givenName: "Mirabel", familyName: "Okafor-Lind" },
      externalId: "mira.okafor2",
      nickName: "Mimi",
      [enterpriseUrn]: { department: "Finance", employeeNumber: "70013" },
    });
    expect(user["emails"]).toEqual([{ primary: true, type: "work", value: "m.okafor@northwind-test.example" }]);
  },
  "update combined (flag aadOptscim062020)": async ({ readBack }) => {
    const user = await readBack();
    expect(user).toMatchObject({
      displayName: "Mirabel Okafor",
      title: "Senior Analyst",
      name: { givenName: "Mirabel", familyName: "Okafor" },
      [enterpriseUrn]: { department: "Treasury", employeeNumber: "70014" },
    });
    expect(valueAt(user, "emails[0].value")).toBe("mirabel@northwind-test.example");
    expect(user).not.toHaveProperty(["name.givenName"]);
  },
  "add email element that does not exist": async ({ readBack }) => {
    const user = await readBack();
    expect(user["emails"]).toEqual([{ type: "work", value: "yuki.tan@northwind-test.example" }]);
    expect(user["phoneNumbers"]).toEqual([{ type: "mobile", value: "+65 6555 0102" }]);
    expect(user["addresses"]).toEqual([{ type: "other", formatted: "Desk 4F-12" }]);
  },
  'role via primary eq "True" path': async ({ readBack }) => {
    expect((await readBack())["roles"]).toEqual([
      { primary: true, display: "Editor", value: "editor", type: "WindowsAzureActiveDirectoryRole" },
    ]);
  },
  "roles as JSON strings": async ({ readBack, sent }) => {
    const stored = listAt(await readBack(), "roles");
    expect(stored).toHaveLength(2);
    expect(valueAt(stored[1], "value")).toBe(valueAt(sent, "Operations[0].value[0].value"));
  },
  "roles replace (assertive)": async ({ readBack, sent }) => {
    const user = await readBack();
    expect(user["roles"]).toEqual(valueAt(sent, "Operations[0].value"));
    expect(user["role"]).toBe("member");
  },
  "create with primary as string (MS validator)": ({ answer }) => {
    expect(answer.body["roles"]).toEqual([{ primary: true, display: "D1", value: "V1", type: "T1" }]);
    expect(answer.body["timezone"]).toBe("Zzz/Random");
  },
  "add manager as string": async ({ readBack, variables, scim }) => {
    const id = variables.get("userB.id") ?? "";
    expect(valueAt(await readBack(), `${enterpriseUrn}.manager`)).toEqual({
      value: id,
      $ref: `${scim.baseUrl}/Users/${id}`,
      displayName: "Tomas Lind",
    });
  },
  "replace manager legacy shape": async ({ readBack, variables, scim }) => {
    const id = variables.get("userB.id") ?? "";
    expect(valueAt(await readBack(), `${enterpriseUrn}.manager`)).toEqual({
      value: id,
      $ref: `${scim.baseUrl}/Users/${id}`,
      displayName: "Tomas Lind",
    });
  },
  "remove manager with empty string": async ({ readBack }) => {
    expect(await readBack()).not.toHaveProperty([enterpriseUrn, "manager"]);
  },
  "disable (string boolean)": async ({ readBack }) => {
    expect((await readBack())["active"]).toBe(false);
  },
  "inactive user still found": ({ answer }) => {
    expect(valueAt(answer.body, "Resources[0].active")).toBe(false);
  },
  "change userName": async ({ readBack }) => {
    expect((await readBack())["userName"]).toBe("mira.lind@northwind-test.example");
  },
  "change userName to a taken one": async ({ answer, readBack }) => {
    expectScimError(answer, 409, "uniqueness");
    expect((await readBack())["userName"]).toBe("mira.lind@northwind-test.example");
  },
  "null update phase 1": async ({ readBack, variables }) => {
    const user = await readBack();
    expect(user).not.toHaveProperty("title");
    expect(user).not.toHaveProperty("nickName");
    variables.set("userA.version", versionOf(user));
  },
  "null update phase 2": async ({ readBack, variables }) => {
    const user = await readBack();
    expect(user).not.toHaveProperty("title");
    expect(user).not.toHaveProperty("nickName");
    expect(versionOf(user), "nothing changed").toBe(variables.get("userA.version"));
  },
  "create group": ({ answer, scim }) => {
    expect(answer.body["schemas"]).toEqual([groupUrn]);
    expect(listAt(answer.body, "members")).toEqual([]);
    expect(answer.body["externalId"]).toBe("8aa1a0c0-1111-4bc0-b4a5-2ef676900159");
    expectResource(scim, answer.body, "Group");
  },
  "create duplicate group": ({ answer }) => expectScimError(answer, 409, "uniqueness"),
  "get group without members": ({ answer }) => {
    expect(answer.body["displayName"]).toBe("NW Finance");
    expect(answer.body).not.toHaveProperty("members");
  },
  "add members": async ({ readBack, variables }) => {
    const group = await readBack();
    expect(sortedTexts(listAt(group, "members"), "value")).toEqual(
      [variables.get("userA.id"), variables.get("userB.id")].sort(),
    );
    variables.set("groupA.version", versionOf(group));
  },
  "add same member again": async ({ readBack, variables }) => {
    const group = await readBack();
    expect(listAt(group, "members")).toHaveLength(2);
    expect(versionOf(group), "nothing changed").toBe(variables.get("groupA.version"));
  },
  "membership check": ({ answer }) => {
    expect(valueAt(answer.body, "Resources[0]")).not.toHaveProperty("members");
  },
  "verify B still member": ({ answer, variables }) => {
    expect(textAt(answer.body, "members[0].value")).toBe(variables.get("userB.id"));
  },
  "remove member (flag on)": async ({ readBack }) => {
    expect(listAt(await readBack(), "members")).toEqual([]);
  },
  "multi-op add+remove same attr": async ({ readBack }) => {
    expect(listAt(await readBack(), "members")).toEqual([]);
  },
  "rename group": async ({ readBack }) => {
    expect((await readBack())["displayName"]).toBe("NW Finance EMEA");
  },
  "update group externalId": async ({ readBack, scim, variables }) => {
    const { externalId } = await readBack();
    expect(externalId).toBe("8aa1a0c0-3333-4bc0-b4a5-2ef676900159");
    const found = await get(scim, `/Groups?filter=${encodeURIComponent(`externalId eq "${String(externalId)}"`)}`);
    expect(valueAt(found.body, "Resources[0].id")).toBe(variables.get("groupA.id"));
  },
  "unknown query flag is ignored": ({ answer }) => {
    expect(answer.body).toMatchObject({ totalResults: 4, itemsPerPage: 4 });
  },
  "account discovery page 2": ({ answer }) => {
    expect(answer.body).toMatchObject({ totalResults: 4, itemsPerPage: 0, Resources: [] });
  },
  "delete user A again": ({ answer }) => expectScimError(answer, 404),
  "re-create same userName after delete": ({ answer, variables }) => {
    expect(answer.body["id"]).not.toBe(variables.get("userA.id"));
  },
  "token (client credentials)": expectToken,
  "token (workload identity federation)": expectToken,
  "expired token": ({ answer }) => {
    expectScimError(answer, 401);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer .*error="invalid_token"/);
  },
};

/** What holds of a client that keeps what no schema knows, as the preset entra does. */
export const keepsUnknown: RowExpectations = {
  "create user with custom extension whose URN is missing from schemas": ({ answer }) => {
    expect(answer.body[acmeUrn]).toEqual({ tag: "blue-7" });
    expect(answer.body["schemas"]).toEqual(expect.arrayContaining([userUrn, acmeUrn]));
  },
};

/** What holds of a client that leaves out what no schema knows. */
export const ignoresUnknown: RowExpectations = {
  "create user with custom extension whose URN is missing from schemas": ({ answer }) => {
    expect(answer.body).not.toHaveProperty([acmeUrn]);
    expect(answer.body["schemas"]).toEqual([userUrn]);
  },
};

export const entraConversation: Conversation = {
  file: new URL("./requests.json", import.meta.url),
  expectations,
  underLoad: [],
};
