import { randomUUID } from "node:crypto";
import type { DirectoryRequest } from "@/lib/directory/directory-request";
import { operationsOf } from "@/lib/directory/resources";
import type {
  Lane,
  LinkChange,
  LoadedTarget,
  ProvisionedType,
  Settlement,
  SyncJob,
} from "@/lib/provisioning/sync-store";
import type { JsonObject } from "@/lib/scim/json";
import { groupSchemaUrn, patchOpUrn, userSchemaUrn } from "@/lib/scim/urns";
import { createSyncStore } from "../sync-store";
import { createTestDirectory, type TestDirectory } from "./test-directory";
import { createTestTarget, testKeys } from "./test-target";

const whole = { kind: "default" } as const;
const users = operationsOf("User");
const groups = operationsOf("Group");
let count = 0;

/** A directory with the store of its outbound side, for one test file. */
export async function createSyncFixture() {
  const directory = await createTestDirectory();
  const { prisma } = directory.database;
  const createStore = (leaseMs?: number) =>
    createSyncStore(directory.database, testKeys, leaseMs === undefined ? {} : { leaseMs });
  return { directory, prisma, createStore, store: createStore() };
}

export type SyncFixture = Awaited<ReturnType<typeof createSyncFixture>>;

/** An organization of a test with one target. */
export async function createSyncTest(
  { directory, store }: SyncFixture,
  settings: Parameters<typeof createTestTarget>[2] = {},
) {
  const request = directory.createRequest(await directory.createClient(await directory.createOrganization()));
  const targetId = await createTestTarget(directory.database, request.client.organization.id, settings);
  return {
    request,
    targetId,
    ...createActs(request),
    /** Takes a lane, which must be free. */
    claimLane: async (): Promise<Lane> => expectThere(await store.claimLane(targetId)),
    load: async (): Promise<LoadedTarget> => expectThere(await store.loadTarget(targetId)),
    listJobs: () => listJobs(directory, targetId),
    forgetJobs: () => directory.database.prisma.syncJob.deleteMany({ where: { targetId } }),
    findLink: (resourceId: string) =>
      directory.database.prisma.resourceLink.findUnique({ where: { targetId_resourceId: { targetId, resourceId } } }),
    /** Makes links that are there, in the state given; with remote ids made of the resources' own. */
    link: async (
      resourceIds: readonly string[],
      state: "linked" | "left" = "linked",
      type: ProvisionedType = "User",
    ) => {
      await directory.database.prisma.resourceLink.createMany({
        data: resourceIds.map((resourceId) => ({
          id: randomUUID(),
          targetId,
          resourceType: type,
          resourceId,
          label: resourceId,
          state,
          remoteId: remoteIdOf(resourceId),
        })),
      });
    },
  };
}

/** What `link` calls a resource at the target. */
export function remoteIdOf(resourceId: string): string {
  return `remote ${resourceId}`;
}

function createActs(request: DirectoryRequest) {
  return {
    createUser: async (body: JsonObject = {}): Promise<string> => {
      count += 1;
      const user = { schemas: [userSchemaUrn], userName: `user ${count}`, ...body };
      return (await users.create(request, user, whole)).id;
    },
    createGroup: async (members: readonly string[] = []): Promise<string> => {
      count += 1;
      const group = {
        schemas: [groupSchemaUrn],
        displayName: `group ${count}`,
        members: members.map((value) => ({ value })),
      };
      return (await groups.create(request, group, whole)).id;
    },
    patchUser: async (id: string, ...operations: JsonObject[]) =>
      void (await users.patch(request, id, { schemas: [patchOpUrn], Operations: operations }, whole)),
    patchGroup: async (id: string, ...operations: JsonObject[]) =>
      void (await groups.patch(request, id, { schemas: [patchOpUrn], Operations: operations }, whole)),
    removeUser: (id: string) => users.remove(request, id),
    removeGroup: (id: string) => groups.remove(request, id),
  };
}

async function listJobs({ database }: TestDirectory, targetId: string): Promise<readonly string[]> {
  const jobs = await database.prisma.syncJob.findMany({
    where: { targetId },
    orderBy: [{ resourceType: "asc" }, { resourceId: "asc" }],
  });
  return jobs.map(({ resourceType, resourceId }) => `${resourceType} ${resourceId}`);
}

function expectThere<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("It is not there.");
  return value;
}

/** A settlement that ends a job, unless it says otherwise. */
export function settlementOf(job: SyncJob, given: Partial<Omit<Settlement, "job">> = {}): Settlement {
  return { job, link: "keep", next: { kind: "done" }, ...given };
}

/** A link of a resource that has just been made. */
export function madeLink(job: SyncJob, given: Partial<LinkChange> = {}): LinkChange {
  return {
    state: "linked",
    remoteId: remoteIdOf(job.resourceId),
    label: "Ada",
    sent: { userName: "ada" },
    received: null,
    problem: null,
    syncedAt: new Date(),
    ...given,
  };
}
