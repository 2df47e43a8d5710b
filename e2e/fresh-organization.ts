import { randomBytes } from "node:crypto";
import { createOrganization } from "@/lib/console/organizations";
import type { Result } from "@/lib/console/result";
import { addScimClient } from "@/lib/console/scim-clients";
import type { Database } from "@/lib/db/pool";
import type { ServerState } from "./server-state";

export type ScimClientRequest = { preset?: string; options?: Readonly<Record<string, string>> };

/** What a test needs to speak SCIM to an organization. */
export type ScimClientAccess = {
  baseUrl: string;
  token: string;
  organization: { id: string; subdomain: string };
  client: { id: string; name: string };
};

const operator = { kind: "operator" } as const;

/** Makes an organization that no other test knows, with a SCIM client. */
export async function createFreshOrganization(
  database: Database,
  server: ServerState,
  request: ScimClientRequest,
): Promise<ScimClientAccess> {
  const { id, subdomain } = await createEmptyOrganization(database);
  return await issueScimClient(database, server, { id, subdomain }, request);
}

/** Makes an organization that no other test knows, without a SCIM client. */
export async function createEmptyOrganization(
  database: Database,
): Promise<{ id: string; subdomain: string; name: string }> {
  const subdomain = createName();
  const { id, name } = expectOk(
    await createOrganization(database, operator, { subdomain, name: `Organization ${subdomain}` }),
  );
  return { id, subdomain, name };
}

/** Makes one more SCIM client in an organization. */
export async function issueScimClient(
  database: Database,
  server: ServerState,
  organization: { id: string; subdomain: string },
  { preset, options = {} }: ScimClientRequest,
): Promise<ScimClientAccess> {
  const input = {
    name: createName(),
    options: new Map(Object.entries(options)),
    ...(preset === undefined ? {} : { preset }),
  };
  const { client, token } = expectOk(await addScimClient(database, operator, organization.subdomain, input));
  return { baseUrl: `${server.url}/scim/v2`, token, organization, client: { id: client.id, name: client.name } };
}

function createName(): string {
  return `t${randomBytes(8).toString("hex")}`;
}

function expectOk<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}
