import { randomUUID } from "node:crypto";
import type { Database } from "@/lib/db/pool";
import type { Ids } from "./console-addresses";
import { expect, type OrganizationOwner } from "./owner-fixture";

/** One of each thing that an address can name, in the owner's organization. */
export async function makeOneOfEach(owner: OrganizationOwner, database: Database): Promise<Ids> {
  const scim = await owner.addScimClient({ preset: "okta" });
  const post = async (path: string, body: object) => {
    const answer = await scim.fetch(path, { method: "POST", body: JSON.stringify(body) });
    expect(answer.status).toBe(201);
    const { id }: { id: string } = await answer.json();
    return { id, requestId: answer.headers.get("x-request-id") ?? "" };
  };
  const user = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "grace@acme.example" };
  const group = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:Group"], displayName: "Engineering" };
  const { id: userId, requestId } = await post("/Users", user);
  const { id: groupId } = await post("/Groups", group);
  const statement = `INSERT INTO streams (id, organization_id, name, name_folded, is_default)
    VALUES (gen_random_uuid(), $1, 'General', 'general', false) RETURNING id`;
  const streamId = (await database.pool.query<{ id: string }>(statement, [owner.organization.id])).rows[0]?.id ?? "";
  const find = async () => (await database.pool.query("SELECT id FROM request_log WHERE id = $1", [requestId])).rows;
  await expect.poll(find, { timeout: 10_000 }).toHaveLength(1);
  const target = await makeTarget(owner.organization.id, database, { resourceId: userId, requestId });
  return { clientId: scim.client.id, userId, groupId, streamId, requestId, resourceId: userId, ...target };
}

/** A target that waits to be started, with a plan, a mapping, a person who is there, and somebody who is not managed. */
async function makeTarget(
  organizationId: string,
  { prisma }: Database,
  { resourceId, requestId }: { resourceId: string; requestId: string },
): Promise<Ids> {
  const [targetId, runId, mappingId] = [randomUUID(), randomUUID(), randomUUID()];
  await prisma.target.create({
    data: {
      id: targetId,
      organizationId,
      name: "Wiki",
      nameFolded: "wiki",
      preset: "generic",
      baseUrl: "https://wiki.example/scim/v2",
      state: "paused",
      pause: { reason: "person", detail: "Somebody paused it.", at: "2026-11-28T10:00:00.000Z" },
      options: {},
      credentialKind: "bearer",
      // Sealed by nobody: it is never opened, since nothing is sent.
      credential: Uint8Array.of(0),
      credentialHint: "abcd",
    },
  });
  const over = { state: "done", phase: "over", finishedAt: new Date() } as const;
  await prisma.syncRun.create({
    data: { id: runId, organizationId, targetId, kind: "plan", trigger: "hand", actorKind: "system", ...over },
  });
  await prisma.propertyMapping.create({
    data: { id: mappingId, targetId, resourceType: "User", name: "10 Core", expression: '{"title": user.title}' },
  });
  const person = { resourceType: "User", resourceId, label: "Grace Hopper" } as const;
  const changes = [{ path: "displayName", from: "Amazing Grace", to: "Grace Hopper" }];
  const finding = {
    kind: "drift",
    remoteId: "r1",
    drift: [{ path: "displayName", expected: "Grace", found: "Amazing" }],
  };
  await prisma.planItem.create({
    data: { runId, ...person, operation: "update", changes, reason: "It was changed.", fingerprint: "x", finding },
  });
  const problem = { kind: "refused", detail: "The target answered 400.", at: "2026-11-28T10:00:00.000Z", status: 400 };
  const sent = { userName: "grace@acme.example", displayName: "Grace Hopper" };
  await prisma.resourceLink.create({
    data: { id: randomUUID(), targetId, ...person, remoteId: "r1", state: "linked", sent, received: sent, problem },
  });
  await prisma.syncAttempt.create({
    data: {
      id: randomUUID(),
      organizationId,
      targetId,
      requestId,
      runId,
      ...person,
      operation: "update",
      outcome: "refused",
      detail: "The target answered 400.",
      requests: 1,
      exchange: { method: "PATCH", path: "/Users/r1", requestBody: sent, status: 400, durationMs: 12, at: problem.at },
      durationMs: 12,
    },
  });
  await prisma.unmanagedResource.create({
    data: { targetId, resourceType: "User", remoteId: "r2", label: "legacy@acme.example", seenRunId: runId },
  });
  await prisma.propertyMappingVersion.create({
    data: {
      mappingId,
      version: 1,
      name: "10 Core",
      expression: '{"title": user.title}',
      enabled: true,
      actorKind: "operator",
    },
  });
  return { targetId, runId, mappingId };
}
