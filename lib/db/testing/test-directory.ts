import { createId } from "@/lib/db/uuid";
import { type ClientOptions, type Preset, resolveClientOptions } from "@/lib/directory/client-options";
import type { DirectoryRequest } from "@/lib/directory/directory-request";
import { beginRecord } from "@/lib/directory/request-record";
import type { Organization, ScimClient } from "@/lib/directory/scim-client";
import { scopes } from "@/lib/directory/scope";
import { createDirectoryStore } from "../directory-store";
import { createDatabase, type Database } from "../pool";
import { createTestDatabase } from "./test-database";
import { testKeys } from "./test-target";

export const testBaseUrl = "https://roster.example/scim/v2";

export type TestDirectory = {
  readonly database: Database;
  createOrganization(settings?: Partial<Organization>): Promise<Organization>;
  createClient(organization: Organization, preset?: Preset, options?: Partial<ClientOptions>): Promise<ScimClient>;
  /** A request of the client as the endpoint makes them. */
  createRequest(client: ScimClient): DirectoryRequest;
  drop(): Promise<void>;
};

/** A directory on a database of its own, for one test file. */
export async function createTestDirectory(): Promise<TestDirectory> {
  const testDatabase = await createTestDatabase();
  const database = createDatabase(testDatabase.url);
  const store = createDirectoryStore(database, testBaseUrl, testKeys);
  return {
    database,
    async createOrganization(settings = {}) {
      const id = createId();
      const organization: Organization = {
        id,
        subdomain: `o-${id}`,
        name: "Test",
        allowedEmailDomains: [],
        allowEmailSubdomains: false,
        ...settings,
      };
      await database.prisma.organization.create({
        data: { ...organization, allowedEmailDomains: [...organization.allowedEmailDomains] },
      });
      return organization;
    },
    async createClient(organization, preset = "generic", options = {}) {
      const id = createId();
      const name = `client ${id}`;
      await database.prisma.scimClient.create({
        data: { id, organizationId: organization.id, name, nameFolded: name, preset, options },
      });
      return {
        id,
        name,
        preset,
        state: "active",
        options: resolveClientOptions(preset, options),
        scopes,
        allowedAddresses: [],
        organization,
        customAttributes: [],
      };
    },
    createRequest: (client) => ({
      id: createId(),
      store,
      client,
      actor: { kind: "scimClient", id: client.id },
      scopes,
      baseUrl: testBaseUrl,
      leniencies: [],
      record: beginRecord(),
    }),
    async drop() {
      await database.close();
      await testDatabase.drop();
    },
  };
}
