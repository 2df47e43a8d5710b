import type { z } from "zod";
import type { Access } from "./access";
import type { OpenScimClient } from "./find-open-client";
import { withScimClient } from "./open-scim-client";
import { type ActionResult, runOwnerAction } from "./owner-action";
import type { Permission } from "./permissions";
import type { Result } from "./result";

/** As runOwnerAction, for an act on the SCIM client whose id the form holds. */
export async function runClientAction<Input extends { readonly id: string }, Value>(
  permission: Permission,
  schema: z.ZodType<Input>,
  form: unknown,
  act: (access: Access, client: OpenScimClient, input: Input) => Promise<Result<Value>>,
): Promise<ActionResult<Value>> {
  return await runOwnerAction(permission, schema, form, (access, input) =>
    withScimClient(access, input.id, (client) => act(access, client, input)),
  );
}
