import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { issueClientSecret } from "@/lib/console/client-secrets";
import { addWorkloadTrust } from "@/lib/console/workload-trusts";
import { describeExchange } from "@/lib/explain/describe-exchange";
import { explainExchange } from "@/lib/explain/explain-exchange";
import { toPlainText } from "@/lib/explain/sentence";
import { createAccessToken } from "@/lib/secrets";
import { type AssertionIssuer, startAssertionIssuer } from "./testing/assertion-issuer";
import { baseUrl } from "./testing/endpoint-fixture";
import { type PlayedRow, playConversation } from "./testing/play-conversation";
import { readExchange } from "./testing/read-exchange";
import { createTokenFixture, type TokenFixture } from "./testing/token-fixture";

const operator = { kind: "operator" } as const;
const subject = "5f0c7b1e-0d4e-4c58-9d3c-2a6d8a4e7f10";
const audience = "api://b5ba7a93-4452-4522-aeb4-a2b5da870c16";

let fixture: TokenFixture;
let issuer: AssertionIssuer;
beforeAll(async () => {
  fixture = await createTokenFixture();
  issuer = await startAssertionIssuer();
});
afterAll(async () => {
  await issuer.close();
  await fixture.close();
});

/** What is said of each row: its name, the sentence, and the numbers of the cards. */
type Said = readonly [row: string, sentence: string, cards: readonly number[]];

async function listSaid(organizationId: string, rows: AsyncIterable<PlayedRow>): Promise<readonly Said[]> {
  const said: Said[] = [];
  for await (const { name, answer } of rows) {
    const { whole, listed } = await readExchange(fixture, organizationId, answer);
    const cards = explainExchange(whole, { baseUrl });
    expect(JSON.stringify(cards), name).not.toMatch(/undefined|null|NaN|\[object|\{\{/);
    const [sentence, line] = [whole, listed].map((exchange) => toPlainText(describeExchange(exchange)));
    const both = sentence === line ? String(sentence) : `${sentence} (in lists: ${line})`;
    said.push([name, both, cards.map(({ number }) => number)]);
  }
  return said;
}

describe("every row of a recorded conversation has its sentence, and only what is odd a card", () => {
  test("Microsoft Entra ID", async () => {
    const organizationId = await fixture.addOrganization("entra");
    const client = await fixture.addClient(organizationId, "entra");
    await fixture.database.pool.query("UPDATE scim_clients SET name = 'Entra', name_folded = 'entra' WHERE id = $1", [
      client.id,
    ]);
    const issued = await issueClientSecret(fixture.database, operator, "entra", "Entra", { expiresInDays: 365 });
    const trust = { issuer: issuer.issuer, subject, audience };
    const trusted = await addWorkloadTrust(fixture.database, operator, "entra", "Entra", trust);
    if (!issued.ok || !trusted.ok)
      throw new Error(`The client has no credentials: ${JSON.stringify([issued, trusted])}`);
    const variables = new Map([
      ["token", client.token],
      ["expiredToken", await fixture.addToken(client.id, createAccessToken(), new Date(Date.now() - 1_000))],
      ["tokenEndpoint", "http://localhost:3000/oauth/token"],
      ["clientId", client.id],
      ["clientSecret", issued.value.secret],
      ["entraJwt", await issuer.sign({ sub: subject, aud: audience })],
    ]);
    const said = await listSaid(organizationId, playConversation(fixture, client, "entra", variables));
    await expect(write(said)).toMatchFileSnapshot("fixtures/explained-entra.txt");
  });

  test("Okta", async () => {
    const organizationId = await fixture.addOrganization("okta");
    const client = await fixture.addClient(organizationId, "okta");
    await fixture.database.pool.query("UPDATE scim_clients SET name = 'Okta', name_folded = 'okta' WHERE id = $1", [
      client.id,
    ]);
    const ines = { userName: "ines.moreau@atrium-test.example", name: { givenName: "Ines", familyName: "Moreau" } };
    await fixture.send(client, "POST", "/Users", { body: ines });
    const variables = new Map([["token", client.token]]);
    const limit = () =>
      fixture.database.pool.query(`UPDATE scim_clients SET options = '{"rateLimit": 1}' WHERE id = $1`, [client.id]);
    const said = await listSaid(
      organizationId,
      playConversation(fixture, client, "okta", variables, { "rate limited": limit }),
    );
    await expect(write(said)).toMatchFileSnapshot("fixtures/explained-okta.txt");
  });
});

/** A row a line. Ids differ from run to run. */
function write(said: readonly Said[]): string {
  const lines = said.map(([row, sentence, cards]) => `${row}: ${sentence}${cards.length === 0 ? "" : ` [${cards}]`}`);
  return `${lines.join("\n").replaceAll(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g, "<id>")}\n`;
}
