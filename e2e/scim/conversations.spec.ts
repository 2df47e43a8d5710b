import { z } from "zod";
import { startAssertionIssuer } from "../assertion-issuer";
import { expect, test } from "../fixtures";
import { entraConversation, ignoresUnknown, keepsUnknown } from "./conversations/entra/conversation";
import { oktaConversation, oktaRoles } from "./conversations/okta/conversation";
import { readRows, replay } from "./conversations/replay";
import { createUser } from "./exchange";
import { issueExpiredToken } from "./tokens";

const secretSchema = z.object({ tokenUrl: z.string(), clientId: z.string(), clientSecret: z.string() });
const subject = "5f0c7b1e-0d4e-4c58-9d3c-2a6d8a4e7f10";
const audience = "api://b5ba7a93-4452-4522-aeb4-a2b5da870c16";

for (const [preset, unknown] of [
  ["entra", keepsUnknown],
  ["generic", ignoresUnknown],
] as const) {
  test.describe(() => {
    test.use({ scimClient: { preset } });
    test(`Microsoft Entra ID's conversation, preset ${preset}`, async ({ scim, database, roster }) => {
      const client = [scim.client.name, "-r", scim.organization.subdomain];
      const { tokenUrl, clientId, clientSecret } = secretSchema.parse(
        await roster(["client-secret", "issue", ...client]),
      );
      const issuer = await startAssertionIssuer();
      const trust = ["--issuer", issuer.issuer, "--subject", subject, "--audience", audience];
      await roster(["workload-trust", "add", ...client, ...trust]);
      const variables = new Map([
        ["token", scim.token],
        ["expiredToken", await issueExpiredToken(database, scim)],
        ["tokenEndpoint", tokenUrl],
        ["clientId", clientId],
        ["clientSecret", clientSecret],
        ["entraJwt", issuer.sign({ sub: subject, aud: audience })],
      ]);
      const expectations = { ...entraConversation.expectations, ...unknown };
      await replay(scim, { ...entraConversation, expectations }, variables);
      await issuer.stop();
    });
  });
}

for (const [preset, roles] of [
  ["okta", oktaRoles],
  ["generic", {}],
] as const) {
  test.describe(() => {
    test.use({ scimClient: { preset } });
    test(`Okta's conversation, preset ${preset}`, async ({ scim, roster }) => {
      // Okta's specification test needs somebody to be there ("spec 1").
      await createUser(scim, {
        name: { givenName: "Ines", familyName: "Moreau" },
        emails: [{ primary: true, type: "work", value: "ines.moreau@atrium-test.example" }],
      });
      const limitRate = async () => {
        const client = [scim.client.name, "-r", scim.organization.subdomain];
        await roster(["scim-client", "set", ...client, "--option", "rateLimit=1"]);
      };
      const expectations = { ...oktaConversation.expectations, ...roles };
      const conversation = { ...oktaConversation, expectations };
      await replay(scim, conversation, new Map([["token", scim.token]]), { "rate limited": limitRate });
    });
  });
}

test("every recorded row has a name of its own, and what is expected of rows names rows that exist", () => {
  for (const conversation of [entraConversation, oktaConversation]) {
    const names = readRows(conversation.file).map((row) => row.name);
    expect(new Set(names).size).toBe(names.length);
    const expected = [...Object.keys(conversation.expectations), ...conversation.underLoad];
    expect(names).toEqual(expect.arrayContaining(expected));
  }
});
