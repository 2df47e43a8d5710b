import { afterAll, beforeAll, expect, test } from "vitest";
import { deriveKey, UnsealError, unseal } from "@/lib/secrets";
import { describeTargetSeal } from "./sync/seal-contexts";
import { resealTargetCredentials } from "./target-credential";
import { createTestDirectory, type TestDirectory } from "./testing/test-directory";
import { createTestTarget, testKeys } from "./testing/test-target";

let directory: TestDirectory;

beforeAll(async () => {
  directory = await createTestDirectory();
});
afterAll(() => directory.drop());

test("after the secret was replaced, credentials are sealed with the new one, once", async () => {
  const { database } = directory;
  const id = await createTestTarget(database, (await directory.createOrganization()).id);
  const fresh = { current: deriveKey("the next secret of the tests", "sealing") };
  const rotating = { ...fresh, previous: testKeys.current };
  const read = async () => (await database.prisma.target.findUniqueOrThrow({ where: { id } })).credential;
  const before = unseal(testKeys, await read(), describeTargetSeal(id));

  expect(await resealTargetCredentials(database, fresh)).toBe(0);
  expect(await resealTargetCredentials(database, rotating)).toBe(1);
  expect(unseal(fresh, await read(), describeTargetSeal(id))).toBe(before);
  expect(await resealTargetCredentials(database, rotating)).toBe(0);
  expect(() => unseal(testKeys, Buffer.alloc(40), describeTargetSeal(id))).toThrow(UnsealError);
});
