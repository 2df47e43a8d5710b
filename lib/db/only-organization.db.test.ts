import { expect, test } from "vitest";
import { createClientDirectory } from "./client-directory";
import { createTestDirectory } from "./testing/test-directory";

test("a request that names no organization is about the only one, and about none where there are several", async () => {
  const { database, createOrganization, drop } = await createTestDirectory();
  const clients = createClientDirectory(database);
  expect(await clients.findOrganization(undefined)).toBeUndefined();

  const only = await createOrganization();
  expect(await clients.findOrganization(undefined)).toMatchObject({ id: only.id });

  const sandbox = await createOrganization();
  await database.prisma.organization.update({ where: { id: sandbox.id }, data: { sandboxOfId: only.id } });
  expect(await clients.findOrganization(undefined)).toMatchObject({ id: only.id });

  await createOrganization();
  expect(await clients.findOrganization(undefined)).toBeUndefined();
  expect(await clients.findOrganization(only.subdomain)).toMatchObject({ id: only.id });
  await clients.close();
  await drop();
});
