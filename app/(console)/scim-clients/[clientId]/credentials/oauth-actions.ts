"use server";

import { refresh } from "next/cache";
import { issueClientSecret, revokeClientSecret } from "@/lib/console/client-secrets";
import { createSecretSheet, type NewSecret } from "@/lib/console/new-secret";
import type { ActionResult } from "@/lib/console/owner-action";
import { accept } from "@/lib/console/result";
import { runClientAction } from "@/lib/console/run-client-action";
import { addWorkloadTrust, listWorkloadTrusts, removeWorkloadTrust } from "@/lib/console/workload-trusts";
import { type AssertionVerdict, judgeAssertion } from "@/lib/http/judge-assertion";
import { assertionSchema, issueSecretSchema, oneSecretSchema, oneTrustSchema, trustSchema } from "./schemas";

/** Issues a client secret beside those in use. It is in the answer and nowhere else. */
export async function issueSecret(input: unknown): Promise<ActionResult<NewSecret>> {
  const result = await runClientAction(
    "credentials.write",
    issueSecretSchema,
    input,
    async ({ database, actor, organization }, client, { tokenExpiry }) => {
      const issued = await issueClientSecret(database, actor, organization.subdomain, client.name, {
        expiresInDays: Number(tokenExpiry),
      });
      return issued.ok ? accept(createSecretSheet(client, issued.value.secret)) : issued;
    },
  );
  refresh();
  return result;
}

/** Ends a client secret at once, with the tokens that it gave. */
export async function revokeSecret(input: unknown): Promise<ActionResult<null>> {
  const result = await runClientAction(
    "credentials.write",
    oneSecretSchema,
    input,
    async ({ database, actor, organization }, { name }, { secretId }) => {
      const revoked = await revokeClientSecret(database, actor, organization.subdomain, name, { id: secretId });
      return revoked.ok ? accept(null) : revoked;
    },
  );
  refresh();
  return result;
}

/** Lets the client get tokens for assertions of a workload identity. */
export async function addTrust(input: unknown): Promise<ActionResult<null>> {
  const result = await runClientAction(
    "credentials.write",
    trustSchema,
    input,
    async ({ database, actor, organization }, { name }, { issuer, subject, audience, jwksUri }) => {
      const added = await addWorkloadTrust(database, actor, organization.subdomain, name, {
        issuer,
        subject,
        audience,
        ...(jwksUri.trim() === "" ? {} : { jwksUri }),
      });
      return added.ok ? accept(null) : added;
    },
  );
  refresh();
  return result;
}

/** Removes a trust at once, with the tokens that it gave. */
export async function removeTrust(input: unknown): Promise<ActionResult<null>> {
  const result = await runClientAction(
    "credentials.write",
    oneTrustSchema,
    input,
    async ({ database, actor, organization }, { name }, { trustId }) => {
      const removed = await removeWorkloadTrust(database, actor, organization.subdomain, name, trustId);
      return removed.ok ? accept(null) : removed;
    },
  );
  refresh();
  return result;
}

/** Says what each trust makes of an assertion. It gives no token. */
export async function testAssertion(input: unknown): Promise<ActionResult<AssertionVerdict>> {
  return await runClientAction(
    "credentials.write",
    assertionSchema,
    input,
    async ({ database, organization }, { name }, { assertion }) => {
      const found = await listWorkloadTrusts(database, organization.subdomain, name);
      return found.ok ? accept(await judgeAssertion(assertion, found.value.trusts, new Date())) : found;
    },
  );
}
