import { randomBytes } from "node:crypto";
import type { BrowserContext } from "@playwright/test";
import { insertAccount, insertOwner } from "@/lib/db/accounts";
import type { Database } from "@/lib/db/pool";
import type { ServerState } from "../server-state";

/** The password of everybody whom the tests make. */
export const password = "correct horse battery";
/** Its hash, at the least cost that argon2id has, so that signing in takes the tests no time. */
const passwordHash = "$argon2id$v=19$m=64,t=1,p=1$9DIeVadQtzv2kNpzLu8oBA$z7IolSd/0HzcskxCMEygMJwm1+FUVptPPAk/ZXgIvKQ";

export type Role = "owner" | "administrator" | "moderator" | "member" | "guest";

/** Somebody who can sign in. */
export type Person = { id: string; accountId: string; email: string; name: string; role: Role };

/** Makes an active person with an account in the organization. */
export async function createPerson(
  database: Database,
  organization: { id: string; subdomain: string },
  role: Role,
  name: string,
): Promise<Person> {
  const email = `${role}-${randomBytes(4).toString("hex")}@${organization.subdomain || "root"}.example`;
  const account = await insertAccount(database.prisma, { email, passwordHash });
  if (account === undefined) throw new Error(`${email} is taken.`);
  const id = await insertOwner(database.prisma, {
    organizationId: organization.id,
    accountId: account.id,
    email,
    name,
  });
  if (id === undefined) throw new Error(`${email} is taken.`);
  if (role !== "owner") await database.prisma.user.update({ where: { id }, data: { role } });
  return { id, accountId: account.id, email, name, role };
}

/** Signs a browser in through the address that the sign-in page's form sends to as well. */
export async function signInContext(
  context: Pick<BrowserContext, "request">,
  server: Pick<ServerState, "url">,
  person: { email: string; password?: string },
): Promise<void> {
  const { csrfToken } = await (await context.request.get(`${server.url}/api/auth/csrf`)).json();
  const answer = await context.request.post(`${server.url}/api/auth/callback/credentials`, {
    form: { csrfToken, email: person.email, password: person.password ?? password, json: "true" },
  });
  if (!answer.ok()) throw new Error(`${person.email} could not sign in: ${await answer.text()}`);
}
