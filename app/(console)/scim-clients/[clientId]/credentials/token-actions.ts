"use server";

import { refresh } from "next/cache";
import { issueAccessToken, revokeAccessToken, rotateAccessToken } from "@/lib/console/access-tokens";
import { createTokenSheet, type NewSecret } from "@/lib/console/new-secret";
import type { ActionResult } from "@/lib/console/owner-action";
import { accept } from "@/lib/console/result";
import { runClientAction } from "@/lib/console/run-client-action";
import { endAccessTokenLater } from "@/lib/console/token-overlap";
import { readExpiryDays } from "../../expiry-schema";
import { endTokenSchema, issueTokenSchema, oneTokenSchema, rotateTokenSchema } from "./schemas";

/** Issues a token beside the one in use. It is in the answer and nowhere else. */
export async function issueToken(input: unknown): Promise<ActionResult<NewSecret>> {
  const result = await runClientAction(
    "credentials.write",
    issueTokenSchema,
    input,
    async ({ database, actor, organization }, client, { tokenExpiry, scopes }) => {
      const expiresInDays = readExpiryDays(tokenExpiry);
      const issued = await issueAccessToken(database, actor, organization.subdomain, client.name, {
        scopes,
        ...(expiresInDays === undefined ? {} : { expiresInDays }),
      });
      return issued.ok ? accept(createTokenSheet(client, issued.value.token)) : issued;
    },
  );
  refresh();
  return result;
}

/** Issues the token that is to take the place of the one in use. It is in the answer and nowhere else. */
export async function rotateToken(input: unknown): Promise<ActionResult<NewSecret>> {
  const result = await runClientAction(
    "credentials.write",
    rotateTokenSchema,
    input,
    async ({ database, actor, organization }, client, { tokenExpiry, overlap }) => {
      const expiresInDays = readExpiryDays(tokenExpiry);
      const issued = await rotateAccessToken(database, actor, organization.subdomain, client.name, {
        ...(expiresInDays === undefined ? {} : { expiresInDays }),
        ...(overlap === "never" ? {} : { expireOlderInHours: Number(overlap) }),
      });
      return issued.ok ? accept(createTokenSheet(client, issued.value.token)) : issued;
    },
  );
  refresh();
  return result;
}

/** Ends a token at once. */
export async function revokeToken(input: unknown): Promise<ActionResult<{ readonly liveLeft: number }>> {
  const result = await runClientAction(
    "credentials.write",
    oneTokenSchema,
    input,
    async ({ database, actor, organization }, { name }, { tokenId }) => {
      const revoked = await revokeAccessToken(database, actor, organization.subdomain, name, { id: tokenId });
      return revoked.ok ? accept({ liveLeft: revoked.value.liveLeft }) : revoked;
    },
  );
  refresh();
  return result;
}

/** Lets a token end by itself after the time in which the old and the new one overlap. */
export async function endTokenLater(input: unknown): Promise<ActionResult<null>> {
  const result = await runClientAction(
    "credentials.write",
    endTokenSchema,
    input,
    async ({ database, actor, organization }, { name }, { tokenId, hours }) => {
      const ending = await endAccessTokenLater(database, actor, organization.subdomain, name, { id: tokenId, hours });
      return ending.ok ? accept(null) : ending;
    },
  );
  refresh();
  return result;
}
