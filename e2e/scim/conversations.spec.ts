import { expect, test } from "../fixtures";
import { entraConversation, ignoresUnknown, keepsUnknown } from "./conversations/entra/conversation";
import { oktaConversation } from "./conversations/okta/conversation";
import { readRows, replay } from "./conversations/replay";
import { createUser, get } from "./exchange";
import { expectScimError } from "./expectations";
import { issueExpiredToken } from "./tokens";

for (const [preset, unknown] of [
  ["entra", keepsUnknown],
  ["generic", ignoresUnknown],
] as const) {
  test.describe(() => {
    test.use({ scimClient: { preset } });
    test(`Microsoft Entra ID's conversation, preset ${preset}`, async ({ scim, database }) => {
      const expiredToken = await issueExpiredToken(database, scim);
      const expectations = { ...entraConversation.expectations, ...unknown };
      const variables = new Map([
        ["token", scim.token],
        ["expiredToken", expiredToken],
      ]);
      await replay(scim, { ...entraConversation, expectations }, variables);
    });
  });
}

for (const preset of ["okta", "generic"] as const) {
  test.describe(() => {
    test.use({ scimClient: { preset } });
    test(`Okta's conversation, preset ${preset}`, async ({ scim }) => {
      // Okta's specification test needs somebody to be there ("spec 1").
      await createUser(scim, {
        name: { givenName: "Ines", familyName: "Moreau" },
        emails: [{ primary: true, type: "work", value: "ines.moreau@atrium-test.example" }],
      });
      await replay(scim, oktaConversation, new Map([["token", scim.token]]));
    });
  });
}

test("every recorded row has a name of its own, and what is expected of rows names rows that exist", () => {
  for (const conversation of [entraConversation, oktaConversation]) {
    const names = readRows(conversation.file).map((row) => row.name);
    expect(new Set(names).size).toBe(names.length);
    const expected = [...Object.keys(conversation.expectations), ...Object.keys(conversation.unanswered)];
    expect(names).toEqual(expect.arrayContaining(expected));
  }
});

test("Okta's entitlement page is refused in SCIM's form while no Role resource type is published", async ({ scim }) => {
  expectScimError(await get(scim, "/Roles?count=1&startIndex=1"), 404);
});
