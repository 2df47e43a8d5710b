import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDirectory, type TestDirectory } from "@/lib/db/testing/test-directory";
import { createUser } from "@/lib/directory/users";
import { readClientFigures } from "./client-figures";
import { createTestAccess } from "./testing/create-access";

const minuteMs = 60_000;
let directory: TestDirectory;

beforeAll(async () => {
  directory = await createTestDirectory();
});
afterAll(() => directory.drop());

test("few are counted each time; many once a minute, and what is known is told meanwhile", async () => {
  const access = await createTestAccess(directory.database);
  const client = await directory.createClient(access.organization);
  const add = (userName: string) =>
    createUser(
      directory.createRequest(client),
      { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName, externalId: userName },
      { kind: "default" },
    );
  const at = (minutes: number) => new Date(Date.UTC(2026, 10, 28) + minutes * minuteMs);
  const read = async (minutes: number, many: number) => {
    const { figures, countedAt } = await readClientFigures(access, at(minutes), many);
    return { people: figures?.find(({ scimClientId }) => scimClientId === client.id)?.activePeople, countedAt };
  };
  /** What is told once counting is over, however busy the machine. */
  const settle = (minutes: number, many: number) =>
    expect.poll(async () => (await read(minutes, many)).countedAt, { timeout: 10_000 }).toEqual(at(minutes));

  await add("ada");
  expect(await read(0, 100)).toEqual({ people: 1, countedAt: undefined });
  await add("bob");
  expect(await read(0, 100)).toEqual({ people: 2, countedAt: undefined });

  await settle(0, 1);
  await add("eve");
  expect(await read(0.9, 1)).toEqual({ people: 2, countedAt: at(0) });
  await settle(2, 1);
  expect(await read(2, 1)).toEqual({ people: 3, countedAt: at(2) });
});
