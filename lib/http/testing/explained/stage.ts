import type { ClientOptionOverrides } from "@/lib/directory/client-option-overrides";
import type { Preset } from "@/lib/directory/client-options";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { patchOpUrn } from "@/lib/scim/urns";
import type { EndpointFixture, TestAnswer, TestClient, TestRequest } from "../endpoint-fixture";

/** Where a scenario plays: an organization of its own, and SCIM clients as it needs them. */
export type Stage = {
  readonly fixture: EndpointFixture;
  readonly organizationId: string;
  readonly subdomain: string;
  addClient(
    preset?: Preset,
    overrides?: ClientOptionOverrides,
    access?: Parameters<EndpointFixture["addClient"]>[3],
  ): Promise<TestClient>;
  send(client: TestClient, method: string, path: string, request?: TestRequest): Promise<TestAnswer>;
  createUser(client: TestClient, userName: string, more?: JsonObject): Promise<string>;
  createGroup(client: TestClient, displayName: string, members?: readonly string[]): Promise<string>;
};

/** A request about which something is odd, and the card that has to come of it. */
export type Scenario = {
  readonly card: number;
  readonly name: string;
  /** Plays what comes before, and the request itself. */
  play(stage: Stage): Promise<TestAnswer>;
  readonly title: string | RegExp;
  /** What the steps, or else the meaning, must name. */
  readonly fix: string | RegExp;
  readonly sentence: string | RegExp;
  /** The cards that come of it besides. */
  readonly others?: readonly number[];
};

/** The User-Agent of Okta. */
export const okta = { "user-agent": "Okta SCIM Client 1.0.0" };

const userUrn = "urn:ietf:params:scim:schemas:core:2.0:User";
const groupUrn = "urn:ietf:params:scim:schemas:core:2.0:Group";

/** A person of whom nothing but the userName is sent. */
export function userBody(userName: string): JsonObject {
  return { schemas: [userUrn], userName };
}

/** A group without members. */
export function groupBody(displayName: string): JsonObject {
  return { schemas: [groupUrn], displayName };
}

/** A PATCH request. */
export function patch(...Operations: readonly JsonObject[]): { body: JsonValue } {
  return { body: { schemas: [patchOpUrn], Operations: [...Operations] } };
}

let stages = 0;

/** A stage with nothing on it yet. */
export async function openStage(fixture: EndpointFixture): Promise<Stage> {
  stages += 1;
  const subdomain = `stage${stages}`;
  const organizationId = await fixture.addOrganization(subdomain);
  // At the organization's own address, so that its owners see also what nobody knows the sender of.
  const host = `${subdomain}.localhost:3000`;
  const send: Stage["send"] = (client, method, path, request = {}) =>
    fixture.send(client, method, path, { ...request, headers: { host, ...request.headers } });
  async function create(client: TestClient, path: string, body: JsonObject): Promise<string> {
    const answer = await send(client, "POST", path, { body });
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
    return String(answer.body.id);
  }
  return {
    fixture,
    organizationId,
    subdomain,
    send,
    addClient: (preset, overrides, access) => fixture.addClient(organizationId, preset, overrides, access),
    createUser: (client, userName, more = {}) => create(client, "/Users", { ...userBody(userName), ...more }),
    createGroup: (client, displayName, members = []) =>
      create(client, "/Groups", { ...groupBody(displayName), members: members.map((value) => ({ value })) }),
  };
}
