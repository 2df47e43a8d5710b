import type { JsonObject } from "@/lib/scim/json";
import { patchOpUrn } from "@/lib/scim/urns";
import type { FakeTarget } from "../fake-target";
import type { FakeResourceType } from "../fake-target/behaviour";
import type { SyncFixture } from "../sync-fixture";

/** An organization and its target, to which the steps of a law happen. */
export type World = {
  readonly fixture: SyncFixture;
  readonly fake: FakeTarget;
  readonly targetId: string;
  /** Ids of the people and groups that exist in Roster now, in the order in which they were made. */
  readonly people: string[];
  readonly groups: string[];
  /** Carries out what is due now; what waits for a later time stays. */
  readonly drain: () => Promise<void>;
};

/** Sends a request of the SCIM client; what it refuses (a name that is taken, say) changes nothing. */
export async function send({ fixture }: World, method: string, path: string, body?: JsonObject) {
  const answer = await fixture.endpoint.send(fixture.client, method, path, body === undefined ? {} : { body });
  if (answer.status >= 500) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer;
}

export function patchOf(...operations: readonly JsonObject[]): JsonObject {
  return { schemas: [patchOpUrn], Operations: [...operations] };
}

/** One of them, whatever the number; undefined where there is none. */
export function pickAny<Any>(all: readonly Any[], number: number): Any | undefined {
  return all[number % Math.max(1, all.length)];
}

/** The id of one of the target's resources that is of somebody who exists in Roster. */
export function pickRemote(world: World, type: FakeResourceType, number: number): string | undefined {
  const ours = new Set<unknown>(type === "User" ? world.people : world.groups);
  const all = type === "User" ? world.fake.resources.users : world.fake.resources.groups;
  const ids = [...all].filter(([, { externalId }]) => ours.has(externalId)).map(([id]) => id);
  return pickAny(ids, number);
}
