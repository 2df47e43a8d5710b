import { expect, test } from "vitest";
import { createGroup } from "@/lib/directory/groups";
import { createUser } from "@/lib/directory/users";
import { listClientFigures } from "./client-figures";
import { createTestDirectory } from "./testing/test-directory";

const everything = { kind: "default" } as const;

test("a client's people are those it knows by an external id, its groups also those it made without one", async () => {
  const directory = await createTestDirectory();
  const { database } = directory;
  const organization = await directory.createOrganization();
  const [okta, entra] = [await directory.createClient(organization), await directory.createClient(organization)];
  const schemas = ["urn:ietf:params:scim:schemas:core:2.0:Group"];
  await createGroup(directory.createRequest(okta), { schemas, displayName: "Made by Okta" }, everything);
  await createGroup(
    directory.createRequest(entra),
    { schemas, displayName: "Made by Entra", externalId: "g1" },
    everything,
  );
  const user = { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName: "ada", externalId: "u1" };
  await createUser(directory.createRequest(okta), user, everything);
  await createUser(
    directory.createRequest(okta),
    { ...user, userName: "bob", externalId: "u2", active: false },
    everything,
  );

  const figures = await listClientFigures(database, organization.id);
  const of = (id: string) => figures.find(({ scimClientId }) => scimClientId === id);
  expect(of(okta.id)).toMatchObject({ activePeople: 1, inactivePeople: 1, groups: 1 });
  expect(of(entra.id)).toMatchObject({ activePeople: 0, inactivePeople: 0, groups: 1 });
  await directory.drop();
});
