import { afterAll, beforeAll, expect, test } from "vitest";
import { removeSimulatedResources } from "@/lib/console/simulated-resources";
import { beginSimulation, trackSimulation } from "@/lib/console/simulations";
import { findScimClientById } from "@/lib/db/scim-clients";
import { getSequence } from "@/lib/walkthroughs/sequences/find-sequence";
import type { OutgoingFetch } from "./outgoing-fetch";
import { playSequence } from "./simulator";
import { createEndpointFixture, type EndpointFixture } from "./testing/endpoint-fixture";

let fixture: EndpointFixture;
beforeAll(async () => {
  fixture = await createEndpointFixture();
});
afterAll(() => fixture.close());

test("what a whole run made, a group with its members too, is removed", async () => {
  const organizationId = await fixture.addOrganization("removal");
  const client = await fixture.addClient(organizationId, "entra");
  const settings = await findScimClientById(fixture.database.prisma, organizationId, client.id);
  if (settings === undefined) throw new Error("The client is gone.");
  const organization = {
    id: organizationId,
    subdomain: "removal",
    name: "Removal",
    allowedEmailDomains: [],
    allowEmailSubdomains: false,
  };
  const access = { database: fixture.database, actor: { kind: "operator" } as const, organization };
  const begun = await beginSimulation(access, settings, { sequence: "entra-without-flag", place: "client" });
  if (!begun.ok) throw new Error(begun.message);
  const fetch: OutgoingFetch = async ({ url, method = "GET", headers = {}, body }) => {
    const sent = {
      token: null,
      headers: { "user-agent": "", ...headers },
      ...(body === undefined ? {} : { text: body }),
    };
    const answer = await fixture.send(client, method, url.slice("http://here".length), sent);
    return { status: answer.status, headers: answer.headers, body: answer.text };
  };
  const options = { baseUrl: "http://here", token: begun.value.token, fetch, pauseMs: 0 };
  const steps = trackSimulation(access, begun.value, playSequence(getSequence("entra-without-flag"), options));
  for await (const step of steps) expect(step.outcome).toBe("done");

  const removed = await removeSimulatedResources(access, settings);
  expect([removed.people.length, removed.groups.length]).toEqual([2, 1]);
  const where = { organizationId };
  expect(await fixture.database.prisma.user.count({ where })).toBe(0);
  expect(await fixture.database.prisma.group.count({ where })).toBe(0);
});
