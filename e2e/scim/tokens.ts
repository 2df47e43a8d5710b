import { z } from "zod";
import { issueAccessToken } from "@/lib/console/access-tokens";
import { setAccessTokenExpiry } from "@/lib/db/access-tokens";
import type { Database } from "@/lib/db/pool";
import type { Scim } from "../fixtures";

type Roster = (args: readonly string[]) => Promise<unknown>;

const issuedSchema = z.object({ id: z.string(), token: z.string() });

/** A second token of the client whose time has run out. */
export async function issueExpiredToken(database: Database, scim: Scim): Promise<string> {
  const { subdomain } = scim.organization;
  const result = await issueAccessToken(database, { kind: "operator" }, subdomain, scim.client.name, {
    expiresInDays: 1,
  });
  if (!result.ok) {
    throw new Error(result.message);
  }
  await setAccessTokenExpiry(database.prisma, result.value.issued.id, new Date(Date.now() - 1000));
  return result.value.token;
}

/** A second token of the client that was used and then revoked on the command line. */
export async function issueRevokedToken(
  roster: Roster,
  scim: Scim,
  use: (token: string) => Promise<void>,
): Promise<string> {
  const of = [scim.client.name, "-r", scim.organization.subdomain] as const;
  const { id, token } = issuedSchema.parse(await roster(["token", "issue", ...of]));
  await use(token);
  await roster(["token", "revoke", ...of, "--id", id]);
  return token;
}
