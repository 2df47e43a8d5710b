import { describeTargetSeal } from "@/lib/db/sync/seal-contexts";
import { testKeys } from "@/lib/db/testing/test-target";
import { createId } from "@/lib/db/uuid";
import { listDefaultMappings } from "@/lib/provisioning/mapping/default-mappings";
import type { TargetCredential, TargetScope } from "@/lib/provisioning/target";
import { resolveTargetOptions, type TargetOptions, type TargetPreset } from "@/lib/provisioning/target-options";
import type { JsonObject } from "@/lib/scim/json";
import { seal } from "@/lib/secrets";
import { createSyncEngine, type SyncEngine, type SyncEngineOptions } from "../sync-engine";
import { createEndpointFixture, type EndpointFixture, type TestAnswer, type TestClient } from "./endpoint-fixture";
import { type FakeTarget, type FakeTargetOptions, startFakeTarget } from "./fake-target";

/** An organization with a SCIM client, whose people and groups go on to targets. */
export type SyncFixture = {
  readonly endpoint: EndpointFixture;
  readonly client: TestClient;
  readonly organizationId: string;
  /** Sends a request of the SCIM client, which must succeed. */
  send(method: string, path: string, body?: JsonObject): Promise<TestAnswer>;
  /** @returns the person's id */
  createUser(userName: string, more?: JsonObject): Promise<string>;
  createGroup(displayName: string, memberIds?: readonly string[]): Promise<string>;
  /** Makes a target of the organization at the fake one. @returns its id */
  addTarget(fake: FakeTarget, settings?: TargetSettings): Promise<string>;
  /** Starts a fake target, which ends with the fixture, and makes it a target of the organization. */
  startTarget(
    options?: FakeTargetOptions,
    settings?: TargetSettings,
  ): Promise<{ readonly fake: FakeTarget; readonly targetId: string }>;
  createEngine(options?: Partial<SyncEngineOptions>): SyncEngine;
  /** Works until nothing is left to do for the target now. */
  drain(targetId: string, engine?: SyncEngine): Promise<void>;
  /** Makes everything that waits for a later time due now. */
  hurry(targetId: string): Promise<void>;
  close(): Promise<void>;
};

export type TargetSettings = {
  readonly preset?: TargetPreset;
  readonly options?: Partial<TargetOptions>;
  readonly scope?: Partial<TargetScope>;
  readonly credential?: TargetCredential;
};

/** The whole way from a SCIM client through a database of its own to fake targets. */
export async function createSyncFixture(): Promise<SyncFixture> {
  const endpoint = await createEndpointFixture();
  const { prisma, pool } = endpoint.database;
  const organizationId = await endpoint.addOrganization("sync");
  const client = await endpoint.addClient(organizationId);

  async function send(method: string, path: string, body?: JsonObject): Promise<TestAnswer> {
    const answer = await endpoint.send(client, method, path, body === undefined ? {} : { body });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  }

  function createEngine(options: Partial<SyncEngineOptions> = {}): SyncEngine {
    const allow = ["127.0.0.1/32", "::1/128"];
    return createSyncEngine({ database: endpoint.database, keys: testKeys, allow, random: () => 0.5, ...options });
  }

  async function isIdle(targetId: string): Promise<boolean> {
    const { rows } = await pool.query<{ due: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM sync_jobs j JOIN targets t ON t.id = j.target_id
         WHERE j.target_id = $1 AND j.run_at <= now() AND NOT j.held AND t.state = 'active'
           AND (t.blocked_until IS NULL OR t.blocked_until <= now()))
       OR EXISTS (SELECT 1 FROM sync_tasks k JOIN targets t ON t.id = k.target_id
         WHERE k.target_id = $1 AND k.run_at <= now() AND t.state = 'active'
           AND (t.blocked_until IS NULL OR t.blocked_until <= now())) AS due`,
      [targetId],
    );
    return rows[0]?.due === false;
  }

  const fakes: FakeTarget[] = [];

  const fixture: SyncFixture = {
    endpoint,
    client,
    organizationId,
    send,
    createUser: async (userName, more = {}) => String((await send("POST", "/Users", { userName, ...more })).body.id),
    createGroup: async (displayName, memberIds = []) => {
      const members = memberIds.map((value) => ({ value }));
      return String((await send("POST", "/Groups", { displayName, members })).body.id);
    },
    async addTarget(fake, { preset = "generic", options = {}, scope = {}, credential } = {}) {
      const id = createId();
      const { concurrency, syncPassword } = resolveTargetOptions(preset, options);
      const shown: TargetCredential = credential ?? { kind: "bearer", token: fake.token };
      await prisma.target.create({
        data: {
          id,
          organizationId,
          name: `Target ${id}`,
          nameFolded: `target ${id}`,
          preset,
          baseUrl: fake.url,
          credentialKind: shown.kind,
          credential: seal(testKeys, JSON.stringify(shown), describeTargetSeal(id)),
          credentialHint: "oken",
          options,
          concurrency,
          syncPassword,
          scopeGroupIds: [...(scope.groupIds ?? [])],
          scopeRoles: [...(scope.roles ?? [])],
          ...(scope.filter === undefined ? {} : { scopeFilter: scope.filter }),
          mappings: { create: listDefaultMappings(preset).map((mapping) => ({ id: createId(), ...mapping })) },
        },
      });
      return id;
    },
    async startTarget(options = {}, settings = {}) {
      const fake = await startFakeTarget(options);
      fakes.push(fake);
      return { fake, targetId: await fixture.addTarget(fake, settings) };
    },
    createEngine,
    drain: async (targetId, engine = createEngine()) => await engine.drainTarget(targetId, () => isIdle(targetId)),
    async hurry(targetId) {
      await pool.query("UPDATE sync_jobs SET run_at = now() WHERE target_id = $1", [targetId]);
      await pool.query("UPDATE sync_tasks SET run_at = now() WHERE target_id = $1", [targetId]);
      await pool.query("UPDATE targets SET blocked_until = NULL WHERE id = $1", [targetId]);
    },
    async close() {
      await Promise.all(fakes.map((fake) => fake.close()));
      await endpoint.close();
    },
  };
  return fixture;
}
