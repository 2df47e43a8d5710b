import type { JsonObject } from "@/lib/scim/json";
import type { Connection, Operation } from "./exchange";
import { createUser, idOf, patch } from "./exchange";
import { expectPatched, expectResource, expectScimError, expectUnchanged } from "./expectations";
import { enterpriseUrn } from "./urns";

/** The two addresses of `start`. */
export const work = { value: "ada@work.example", type: "work", primary: true };
export const home = { value: "ada@home.example", type: "home" };

/** What most cases start from. */
export const start: JsonObject = {
  displayName: "Ada",
  title: "Chief",
  name: { givenName: "Ada", familyName: "Lovelace" },
  emails: [work, home],
  roles: [{ value: "Editor" }],
  [enterpriseUrn]: { department: "Sums", manager: { value: "m-1" } },
};

/** Creates the person of `start`, applies the operations, and returns what is then stored. */
export async function patched(scim: Connection, ...operations: readonly Operation[]): Promise<JsonObject> {
  const user = await createUser(scim, start);
  const path = `/Users/${idOf(user)}`;
  const after = await expectPatched(scim, await patch(scim, path, ...operations), path);
  expectResource(scim, after, "User");
  return after;
}

/** Expects the operations to be refused and nothing to be changed. */
export async function refused(scim: Connection, operations: readonly Operation[], status: number, scimType: string) {
  const user = await createUser(scim, start);
  const path = `/Users/${idOf(user)}`;
  expectScimError(await patch(scim, path, ...operations), status, scimType);
  await expectUnchanged(scim, path, user);
}
